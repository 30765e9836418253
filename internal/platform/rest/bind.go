package rest

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"koprogo/internal/kernel/fault"

	"github.com/danielgtaylor/huma/v2"
)

// File is an uploaded file, whole in memory: MaxBody bounds it.
type File struct {
	Name string
	Type string
	Data []byte
}

// Binder reads a request into an I. An I is a flat struct whose fields say where they come from: `path:"building"`, `query:"on"`,
// `file:"file"`, or a field named Body whose own fields are the JSON document, or the form. A Body that is a pointer may stay away.
// Embedded structs are read as if written out. Only the type is generic: the reading is done once for all, or the program would hold it
// once for every request.
type Binder[I any] struct{ binder }

type binder struct {
	registry huma.Registry
	params   []string
	path     []part
	query    []part
	body     *part
	file     *part
}

type part struct {
	name   string
	index  []int
	schema *huma.Schema
	typ    reflect.Type
}

// NewBinder plans the reading of a page's requests once; they are judged alike, and not described to programs. It panics when a {param} of
// the path is bound by no field, or a field names no {param}.
func NewBinder[I any](s *Server, path string) *Binder[I] { return newBinder[I](s.forms, path) }

func newBinder[I any](registry huma.Registry, path string) *Binder[I] {
	return &Binder[I]{planned(registry, reflect.TypeFor[I](), path)}
}

func planned(registry huma.Registry, t reflect.Type, path string) binder {
	b := binder{registry: registry}
	if t.Kind() != reflect.Struct {
		panic("rest: the request of " + path + " is not a struct")
	}
	b.plan(t, t, nil, path)
	for segment := range strings.SplitSeq(path, "/") {
		if name, is := strings.CutPrefix(segment, "{"); is && segment != "{$}" {
			b.params = append(b.params, strings.TrimSuffix(name, "}"))
		}
	}
	bound := map[string]bool{}
	for _, p := range b.path {
		bound[p.name] = true
	}
	for _, p := range b.params {
		if !bound[p] {
			panic("rest: {" + p + "} of " + path + " is bound by no exported field")
		}
		delete(bound, p)
	}
	for p := range bound {
		panic("rest: " + path + " has no {" + p + "}")
	}
	return b
}

func (b *binder) plan(request, t reflect.Type, at []int, path string) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int{}, at...), i)
		if f.Anonymous {
			if !f.IsExported() {
				panic("rest: " + path + " embeds " + f.Name + ", which is unexported and would lose its fields")
			}
			b.plan(request, f.Type, index, path)
			continue
		}
		p := part{index: index, typ: f.Type}
		switch {
		case f.Tag.Get("path") != "":
			p.name = f.Tag.Get("path")
			b.path = append(b.path, p)
		case f.Tag.Get("query") != "":
			p.name = f.Tag.Get("query")
			p.schema = huma.SchemaFromField(b.registry, f, "")
			b.query = append(b.query, p)
		case f.Tag.Get("file") != "":
			p.name = f.Tag.Get("file")
			b.file = &p
		case f.Name == "Body":
			p.schema = b.registry.Schema(f.Type, true, schemaName(request, "")+"Body")
			b.body = &p
			tellFormats(b.registry, f.Type, map[reflect.Type]bool{})
		default:
			panic("rest: field " + f.Name + " of the request of " + path + " says not where it comes from")
		}
	}
}

// tellFormats adds to the schemas what only our types know: an id is a uuid, a date is a date.
func tellFormats(r huma.Registry, t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || isText(t) {
		return
	}
	seen[t] = true
	s := named(r, t)
	if s == nil {
		return
	}
	for s.Ref != "" {
		s = r.SchemaFromRef(s.Ref)
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if p := s.Properties[name]; p != nil {
			if format := formatOf(f.Type); format != "" && (p.Format == "" || format == "cents") {
				p.Format = format
			}
		}
		tellFormats(r, f.Type, seen)
	}
}

// named finds the schema that was made for a type; nil for a type without a schema of its own.
func named(r huma.Registry, t reflect.Type) *huma.Schema {
	for ref, s := range r.Map() {
		if r.TypeFromRef("#/components/schemas/"+ref) == t {
			return s
		}
	}
	return nil
}

func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func formatOf(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case strings.HasPrefix(t.String(), "id.Of["):
		return "uuid"
	case t.String() == "money.Cents":
		return "cents"
	case t.String() == "civil.Date":
		return "date"
	case t.String() == "civil.Instant":
		return "date-time"
	}
	return ""
}

// Shape is what a route takes.
type Shape struct {
	Params     []string
	Body, File bool
}

// Shape tells what the binder takes.
func (b *binder) Shape() Shape { return Shape{b.params, b.body != nil, b.file != nil} }

// Bind reads a request of the API.
func (b *Binder[I]) Bind(w http.ResponseWriter, r *http.Request, maxBody int64) (in I, err error) {
	err = b.read(reflect.ValueOf(&in).Elem(), w, r, maxBody)
	return in, err
}

func (b *binder) read(v reflect.Value, w http.ResponseWriter, r *http.Request, maxBody int64) error {
	if err := b.bindPath(v, r); err != nil {
		return err
	}
	if err := b.bindQuery(v, r.URL.Query()); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if b.file != nil && (b.body == nil || kind == "multipart/form-data") { // a route may take a file or a document that says the same
		return b.bindFile(v, r, maxBody)
	}
	if b.body == nil {
		return nil
	}
	if kind != "" && kind != "application/json" {
		return fault.Of(fault.KindUnsupported, "unsupported_type")
	}
	raw, err := io.ReadAll(r.Body)
	if large := tooLarge(err); large != nil {
		return large
	}
	if err != nil { // the caller went away in the middle
		return fault.Malformed("json_unreadable").Because(err)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		if b.body.typ.Kind() == reflect.Pointer {
			return nil
		}
		return fault.Invalid("body_missing", "")
	}
	return b.decode(v, raw)
}

// BindForm reads a request of a page: the same fields, the same schema, from a form.
func (b *Binder[I]) BindForm(w http.ResponseWriter, r *http.Request, maxBody int64) (in I, err error) {
	err = b.readForm(reflect.ValueOf(&in).Elem(), w, r, maxBody)
	return in, err
}

func (b *binder) readForm(v reflect.Value, w http.ResponseWriter, r *http.Request, maxBody int64) error {
	if err := b.bindPath(v, r); err != nil {
		return err
	}
	if err := b.bindQuery(v, r.URL.Query()); err != nil {
		return err
	}
	if r.Method == http.MethodGet {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if b.file != nil {
		if err := b.bindFile(v, r, maxBody); err != nil {
			return err
		}
	} else if err := r.ParseForm(); err != nil {
		if large := tooLarge(err); large != nil {
			return large
		}
		return fault.Malformed("form_unreadable")
	}
	if b.body == nil {
		return nil
	}
	schema := b.body.schema
	for schema.Ref != "" {
		schema = b.registry.SchemaFromRef(schema.Ref)
	}
	raw, err := json.Marshal(formValues(b.registry, schema, r.Form, ""))
	if err != nil {
		return err
	}
	return b.decode(v, raw)
}

// tooLarge tells a request that holds more than its route takes; nil for any other error.
func tooLarge(err error) error {
	var m *http.MaxBytesError
	if !errors.As(err, &m) {
		return nil
	}
	return fault.Of(fault.KindTooLarge, "too_large").With("max", m.Limit/1024)
}

func (b *binder) bindPath(v reflect.Value, r *http.Request) error {
	for _, p := range b.path {
		text := r.PathValue(p.name)
		field := v.FieldByIndex(p.index)
		if u, ok := field.Addr().Interface().(encoding.TextUnmarshaler); ok {
			if text == "" || u.UnmarshalText([]byte(text)) != nil {
				return fault.NotFound("not_found")
			}
			continue
		}
		if field.Kind() != reflect.String || strings.IndexByte(text, 0) >= 0 {
			return fault.NotFound("not_found")
		}
		field.SetString(text)
	}
	return nil
}

func (b *binder) bindQuery(v reflect.Value, values url.Values) error {
	var faults []error
	for _, p := range b.query {
		text := values.Get(p.name)
		if text == "" {
			if d := p.schema.Default; d != nil {
				text = strings.Trim(string(must(json.Marshal(d))), `"`)
			} else {
				continue
			}
		}
		plain := fromText(p.schema, text)
		if err := validate(b.registry, p.schema, p.name, plain); err != nil {
			faults = append(faults, err)
			continue
		}
		raw, _ := json.Marshal(plain)
		if err := json.Unmarshal(raw, v.FieldByIndex(p.index).Addr().Interface()); err != nil {
			faults = append(faults, typedFault(err).At(p.name))
		}
	}
	return fault.Join(faults...)
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

func (b *binder) bindFile(v reflect.Value, r *http.Request, maxBody int64) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return fault.Of(fault.KindUnsupported, "multipart_needed")
	}
	if err := r.ParseMultipartForm(maxBody); err != nil {
		if large := tooLarge(err); large != nil {
			return large
		}
		return fault.Malformed("form_unreadable")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	f, head, err := r.FormFile(b.file.name)
	if err != nil {
		if b.body != nil {
			return nil // a form whose file may stay away
		}
		return fault.Invalid("file_missing", b.file.name)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	name := head.Filename
	if strings.IndexByte(name, 0) >= 0 {
		return fault.Invalid("nul_character", b.file.name)
	}
	v.FieldByIndex(b.file.index).Set(reflect.ValueOf(File{Name: name, Type: head.Header.Get("Content-Type"), Data: data}))
	return nil
}

// decode judges a JSON document by the schema and reads it into the Body field.
func (b *binder) decode(v reflect.Value, raw []byte) error {
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		return fault.Malformed("json_unreadable")
	}
	if field, found := findNUL(plain, ""); found {
		return fault.Invalid("nul_character", field)
	}
	if err := validate(b.registry, b.body.schema, "", plain); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, v.FieldByIndex(b.body.index).Addr().Interface()); err != nil {
		return typedFault(err)
	}
	return nil
}

// typedFault tells what a typed reading found wrong that the schema could not see.
func typedFault(err error) *fault.Fault {
	if f := fault.As(err); f != nil {
		if f.Kind == fault.KindNotFound {
			return fault.Invalid("id_expected", f.Field)
		}
		return f
	}
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		return fault.Invalid("number_expected", t.Field)
	}
	return fault.Invalid("value_refused", "").Because(err)
}

func findNUL(v any, at string) (string, bool) {
	switch x := v.(type) {
	case string:
		return at, strings.IndexByte(x, 0) >= 0
	case []any:
		for i, e := range x {
			if f, found := findNUL(e, at+"["+strconv.Itoa(i)+"]"); found {
				return f, true
			}
		}
	case map[string]any:
		for k, e := range x {
			if strings.IndexByte(k, 0) >= 0 {
				return at, true
			}
			if f, found := findNUL(e, strings.TrimPrefix(at+"."+k, ".")); found {
				return f, true
			}
		}
	}
	return "", false
}

// Digest is what was asked, for comparison under the same idempotency key.
func (b *binder) Digest(r *http.Request, in any) []byte {
	raw, _ := json.Marshal(in)
	return append([]byte(r.Method+" "+r.URL.Path+"\n"), raw...)
}
