package public

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// document is what is read of an OpenAPI document.
type document struct {
	Info  struct{ Title, Version, Description string }
	Paths map[string]map[string]operation
	Comps struct {
		Schemas map[string]schema
	} `json:"components"`
}

type operation struct {
	Summary    string
	Tags       []string
	Security   []map[string][]string
	Parameters []struct {
		Name, In, Description string
		Required              bool
		Schema                schema
	}
	RequestBody struct {
		Content map[string]struct{ Schema schema }
	}
	Responses map[string]struct {
		Description string
		Content     map[string]struct{ Schema schema }
	}
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       any    // a name, or a list of names
	Format     string
	Enum       []any
	Properties map[string]schema
	Required   []string
	Items      *schema
	MinLength  *int
	MaxLength  *int
	Minimum    *json.Number
	Maximum    *json.Number
}

// topic is a group of routes about one noun.
type topic struct {
	Name   string
	Routes []route
}

type route struct {
	Method, Path, Summary string
	Public                bool
	Where, Body, Answer   []field
	Status, Media         string
}

type field struct {
	Name, Type string
	Required   bool
}

var methods = []string{"get", "post", "put", "patch", "delete"}

func read(raw []byte) (topics []topic, routes int, err error) {
	var d document
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, 0, err
	}
	byTag := map[string][]route{}
	for path, operations := range d.Paths {
		for method, o := range operations {
			tag := path
			if len(o.Tags) > 0 {
				tag = o.Tags[0]
			}
			byTag[tag] = append(byTag[tag], d.route(method, path, o))
			routes++
		}
	}
	for name, list := range byTag {
		slices.SortFunc(list, func(a, b route) int {
			return cmp.Or(cmp.Compare(a.Path, b.Path), slices.Index(methods, strings.ToLower(a.Method))-slices.Index(methods, strings.ToLower(b.Method)))
		})
		topics = append(topics, topic{name, list})
	}
	slices.SortFunc(topics, func(a, b topic) int { return cmp.Compare(a.Name, b.Name) })
	return topics, routes, nil
}

func (d document) route(method, path string, o operation) route {
	r := route{Method: strings.ToUpper(method), Path: path, Summary: o.Summary, Public: len(o.Security) == 0}
	for _, p := range o.Parameters {
		if p.In != "header" {
			r.Where = append(r.Where, field{p.Name, d.typeOf(p.Schema), p.Required})
		}
	}
	for media, c := range o.RequestBody.Content {
		r.Body = d.fields(c.Schema, "", 0)
		if media != "application/json" {
			r.Media = media
		}
	}
	for status, answer := range o.Responses {
		if status == "default" {
			continue
		}
		r.Status = status
		for media, c := range answer.Content {
			r.Answer = d.fields(c.Schema, "", 0)
			if media != "application/json" {
				r.Answer = []field{{media, "", true}}
			}
		}
	}
	return r
}

// deepest is how many objects within objects are told.
const deepest = 3

// fields writes an object as lines: items[].name, address.street.
func (d document) fields(s schema, prefix string, depth int) (list []field) {
	s = d.resolved(s)
	if s.Items != nil {
		return d.fields(*s.Items, prefix+"[]", depth)
	}
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p := d.resolved(s.Properties[name])
		full := strings.TrimPrefix(prefix+"."+name, ".")
		list = append(list, field{full, d.typeOf(p), slices.Contains(s.Required, name)})
		if depth < deepest && (len(p.Properties) > 0 || p.Items != nil) {
			list = append(list, d.fields(p, full, depth+1)...)
		}
	}
	return list
}

func (d document) resolved(s schema) schema {
	for range 8 {
		if s.Ref == "" {
			return s
		}
		s = d.Comps.Schemas[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
	}
	return s
}

// typeOf says in a few words what a value is: string, date, one of working, reserve.
func (d document) typeOf(s schema) string {
	s = d.resolved(s)
	kind := ""
	switch t := s.Type.(type) {
	case string:
		kind = t
	case []any:
		var names []string
		for _, n := range t {
			if text, ok := n.(string); ok {
				names = append(names, text)
			}
		}
		kind = strings.Join(names, " | ")
	}
	if s.Format != "" {
		kind = s.Format
		if strings.HasPrefix(s.Format, "int") {
			kind = "integer"
		}
	}
	if len(s.Enum) > 0 {
		var values []string
		for _, v := range s.Enum {
			if text, ok := v.(string); ok {
				values = append(values, text)
			}
		}
		kind = strings.Join(values, " | ")
	}
	if s.Minimum != nil && s.Maximum != nil {
		kind += " " + s.Minimum.String() + " – " + s.Maximum.String()
	}
	return kind
}
