package rest

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

func newOpenAPI(r huma.Registry) *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title:       "KoproGo",
			Version:     "1",
			Description: "The co-ownership's register, money and decisions. Amounts are whole cents, shares whole numbers over the building's denominator, dates YYYY-MM-DD, instants UTC. Errors are RFC 9457 problems with code, field and, where a rule of law decides, article.",
		},
		Components: &huma.Components{
			Schemas: r,
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
			},
		},
		Paths: map[string]*huma.PathItem{},
	}
}

// OpenAPI is the description of all declared routes.
func (s *Server) OpenAPI() *huma.OpenAPI { return s.openapi }

// schemaName names a schema by its package and type, so that two rooms may both have a Request.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() == "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	room := t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:]
	base, arg, generic := strings.Cut(t.Name(), "[")
	name := title(room) + title(base)
	if generic {
		arg = strings.TrimSuffix(arg, "]")
		arg = arg[strings.LastIndexByte(arg, '/')+1:]
		for part := range strings.SplitSeq(arg, ".") {
			name += title(part)
		}
	}
	return name
}

func title(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (s *Server) describe(method, path string, public bool, set settings, b *binder, answer reflect.Type) {
	op := &huma.Operation{
		Method: method, Path: path, Summary: set.summary,
		OperationID: operationID(method, path),
		Tags:        []string{tagOf(path)},
		Responses:   map[string]*huma.Response{},
	}
	if !public {
		op.Security = []map[string][]string{{"bearer": {}}}
	}
	for _, p := range b.path {
		op.Parameters = append(op.Parameters, &huma.Param{Name: p.name, In: "path", Required: true,
			Schema: &huma.Schema{Type: huma.TypeString, Format: formatOf(p.typ)}})
	}
	for _, q := range b.query {
		op.Parameters = append(op.Parameters, &huma.Param{Name: q.name, In: "query", Schema: withFormat(q)})
	}
	if method != http.MethodGet && !public {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header",
			Description: "Same key and same input: the same answer, done once.", Schema: &huma.Schema{Type: huma.TypeString}})
	}
	if set.versioned {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "If-None-Match", In: "header",
			Description: "The ETag of an earlier answer: 304 while it still holds.", Schema: &huma.Schema{Type: huma.TypeString}})
		op.Responses["304"] = &huma.Response{Description: "The answer that you hold is still right"}
	}
	op.RequestBody = requestBody(b)
	op.Responses[strconv.Itoa(set.status)] = s.response(set, answer)
	problem := &huma.Response{Description: "A problem (RFC 9457)", Content: map[string]*huma.MediaType{
		"application/problem+json": {Schema: s.registry.Schema(reflect.TypeFor[Problem](), true, "")},
	}}
	op.Responses["default"] = problem
	s.openapi.AddOperation(op)
}

func withFormat(p part) *huma.Schema {
	schema := *p.schema
	if f := formatOf(p.typ); f != "" {
		schema.Format = f
	}
	return &schema
}

func requestBody(b *binder) *huma.RequestBody {
	if b.file != nil {
		content := map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type:       huma.TypeObject,
			Properties: map[string]*huma.Schema{b.file.name: {Type: huma.TypeString, Format: "binary"}},
			Required:   []string{b.file.name},
		}}}
		if b.body != nil {
			content["application/json"] = &huma.MediaType{Schema: b.body.schema}
		}
		return &huma.RequestBody{Required: true, Content: content}
	}
	if b.body != nil {
		return &huma.RequestBody{Required: b.body.typ.Kind() != reflect.Pointer, Content: map[string]*huma.MediaType{"application/json": {Schema: b.body.schema}}}
	}
	return nil
}

func (s *Server) response(set settings, answer reflect.Type) *huma.Response {
	r := &huma.Response{Description: http.StatusText(set.status)}
	switch answer {
	case reflect.TypeFor[Nothing]():
	case reflect.TypeFor[Download]():
		media := set.mediaType
		if media == "" {
			media = "application/octet-stream"
		}
		r.Content = map[string]*huma.MediaType{media: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
	default:
		schema := s.registry.Schema(answer, true, "")
		tellFormats(s.registry, answer, map[reflect.Type]bool{})
		tellNulls(s.registry, answer, map[reflect.Type]bool{})
		r.Content = map[string]*huma.MediaType{"application/json": {Schema: schema}}
	}
	return r
}

// tellNulls says of an answer's objects that may be missing that they are null then; by itself a pointer to a struct is described as a struct.
func tellNulls(r huma.Registry, t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || isText(t) {
		return
	}
	seen[t] = true
	tellNullsOf(r, named(r, t), t, seen)
}

// tellNullsOf says it of the fields of t as they stand in a schema: those of a struct that is written into another stand in the other's.
func tellNullsOf(r huma.Registry, s *huma.Schema, t reflect.Type, seen map[reflect.Type]bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct && f.Tag.Get("json") == "" {
			tellNullsOf(r, s, f.Type, seen)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if s != nil && f.Type.Kind() == reflect.Pointer {
			if p := s.Properties[name]; p != nil && p.Ref != "" {
				s.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}}
			}
		}
		tellNulls(r, f.Type, seen)
	}
}

// operationID is the method and the words of the path: get_buildings_building_lots.
func operationID(method, path string) string {
	words := strings.FieldsFunc(strings.TrimPrefix(path, "/api/v1"), func(r rune) bool { return strings.ContainsRune("/{}-", r) })
	return strings.ToLower(method) + "_" + strings.Join(words, "_")
}

// tagOf groups operations by their last noun that is no parameter.
func tagOf(path string) string {
	tag := ""
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "/api/v1/"), "/") {
		if !strings.HasPrefix(part, "{") {
			tag = part
		}
		if tag != "" && tag != "buildings" {
			break
		}
	}
	return tag
}
