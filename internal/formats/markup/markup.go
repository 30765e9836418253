// Package markup reads XML that nobody vouches for: bank statements, invoices.
//
// XML can carry more than a document: definitions that grow without end, addresses of other files, nesting that exhausts a program. None of
// this belongs in a bank statement or an invoice, so a document with a DOCTYPE is refused, no entity is known but the five of XML itself,
// and size, depth, number of elements and length of texts are limited.
//
//	Reader    goes through the document; a long list is read element by element, never as a whole
//	Element   an element that was read with all that is in it: name, attributes, text, children
//
// Names are compared without their namespace; only the root's is asked for. Faults carry path, line and offset as
// arguments: xml_malformed, xml_doctype, xml_encoding, xml_too_large, xml_too_deep, xml_too_many, xml_text_too_long,
// xml_tag_too_long.
package markup

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"koprogo/internal/kernel/fault"

	"golang.org/x/text/encoding/charmap"
)

// Limits are what a document may be at most.
type Limits struct {
	Bytes    int
	Depth    int
	Elements int // with their attributes
	Text     int // of one element, in bytes
}

// Element is one element with all that is in it.
type Element struct {
	Name     string // without namespace
	Space    string // its namespace
	Text     string // all its own text, without the spaces around it
	Line     int
	Children []*Element
	parent   *Element
	attrs    []xml.Attr
}

// Reader goes through a document.
type Reader struct {
	d        *xml.Decoder
	limits   Limits
	elements int
	around   []*Element // those that were entered and not left
}

// Open begins a document and gives its root, not yet read.
func Open(data []byte, limits Limits) (*Reader, *Element, error) {
	if len(data) > limits.Bytes {
		return nil, nil, fault.Of(fault.KindTooLarge, "xml_too_large").With("limit", limits.Bytes>>20)
	}
	if err := tags(data); err != nil {
		return nil, nil, err
	}
	r := &Reader{d: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))), limits: limits}
	r.d.CharsetReader = charset
	root, err := r.Next()
	if err != nil {
		return nil, nil, err
	}
	if root == nil {
		return nil, nil, r.wrong("xml_malformed")
	}
	return r, root, nil
}

// maxTag is the length of the longest tag, so that no tag can hold attributes without end.
const maxTag = 16 << 10

// tags looks at the length of every tag before anything is made of it.
func tags(data []byte) error {
	for i := 0; i < len(data); {
		j := bytes.IndexByte(data[i:], '<')
		if j < 0 {
			return nil
		}
		i += j
		end := ""
		switch {
		case bytes.HasPrefix(data[i:], []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(data[i:], []byte("<![CDATA[")):
			end = "]]>"
		}
		var n int
		if end != "" {
			n = bytes.Index(data[i:], []byte(end))
		} else {
			n = tag(data[i:min(len(data), i+maxTag)])
		}
		if n < 0 && end == "" && len(data)-i > maxTag {
			return fault.Invalid("xml_tag_too_long", "").With("path", "").With("line", bytes.Count(data[:i], []byte("\n"))+1).With("offset", int64(i)).With("limit", maxTag)
		}
		if n < 0 {
			return nil // cut short: the decoder says where
		}
		i += n + 1
	}
	return nil
}

// tag is where a tag ends; -1 when it does not. A quoted value may hold the sign that ends tags.
func tag(data []byte) int {
	quote := byte(0)
	for i, b := range data {
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			return i
		}
	}
	return -1
}

// charset are the encodings in which banks and programs write, beside UTF-8.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf8", "us-ascii", "ascii":
		return in, nil
	case "iso-8859-1", "iso8859-1", "latin1", "latin-1":
		return charmap.ISO8859_1.NewDecoder().Reader(in), nil
	case "iso-8859-15", "iso8859-15", "latin9", "latin-9":
		return charmap.ISO8859_15.NewDecoder().Reader(in), nil
	case "windows-1252", "cp1252":
		return charmap.Windows1252.NewDecoder().Reader(in), nil
	}
	return nil, errEncoding
}

var errEncoding = errors.New("markup: unknown encoding")

// Next gives the next element within the one that was entered last, without its content; nil at its end, and then the
// one around it goes on. Read or Skip its content, or call Next again to enter it.
func (r *Reader) Next() (*Element, error) {
	for {
		t, err := r.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			return r.start(t)
		case xml.EndElement:
			r.around = r.around[:len(r.around)-1]
			return nil, nil
		case nil: // the end of the document
			return nil, nil
		}
	}
}

func (r *Reader) start(t xml.StartElement) (*Element, error) {
	if r.elements += 1 + len(t.Attr); r.elements > r.limits.Elements {
		return nil, r.wrong("xml_too_many").With("limit", r.limits.Elements)
	}
	if len(r.around) >= r.limits.Depth {
		return nil, r.wrong("xml_too_deep").With("limit", r.limits.Depth)
	}
	line, _ := r.d.InputPos()
	e := &Element{Name: t.Name.Local, Space: t.Name.Space, Line: line}
	if n := len(r.around); n > 0 {
		e.parent = r.around[n-1]
	}
	r.around = append(r.around, e)
	if len(t.Attr) > 0 {
		e.attrs = slices.Clone(t.Attr)
	}
	return e, nil
}

// Read reads the content of an element that Next gave.
func (r *Reader) Read(e *Element) error {
	var text []byte
	for {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			child, err := r.start(t)
			if err != nil {
				return err
			}
			if err := r.Read(child); err != nil {
				return err
			}
			e.Children = append(e.Children, child)
		case xml.CharData:
			if len(text)+len(t) > r.limits.Text {
				return r.wrong("xml_text_too_long").With("limit", r.limits.Text)
			}
			if len(e.Children) == 0 || len(bytes.TrimSpace(t)) > 0 {
				text = append(text, t...)
			}
		case xml.EndElement:
			r.around = r.around[:len(r.around)-1]
			e.Text = string(bytes.TrimSpace(text))
			return nil
		}
	}
}

// Skip passes over the content of an element that Next gave, as bounded as reading it.
func (r *Reader) Skip() error {
	for depth := 1; depth > 0; {
		e, err := r.Next()
		if err != nil {
			return err
		}
		if e != nil {
			depth++
		} else {
			depth--
		}
	}
	return nil
}

// token is the next piece of the document; nil at its end.
func (r *Reader) token() (xml.Token, error) {
	t, err := r.d.Token()
	switch {
	case errors.Is(err, io.EOF) && len(r.around) == 0:
		return nil, nil
	case errors.Is(err, errEncoding):
		return nil, r.wrong("xml_encoding")
	case err != nil:
		return nil, r.wrong("xml_malformed").Because(err)
	}
	switch t := t.(type) {
	case xml.Directive:
		return nil, r.wrong("xml_doctype")
	case xml.CharData:
		if len(r.around) == 0 && len(bytes.TrimSpace(t)) > 0 {
			return nil, r.wrong("xml_malformed")
		}
	case xml.StartElement:
		if len(r.around) == 0 && r.elements > 0 {
			return nil, r.wrong("xml_malformed") // a second root
		}
	}
	return t, nil
}

// End tells whether nothing but comments follows the root.
func (r *Reader) End() error {
	for {
		if t, err := r.token(); t == nil || err != nil {
			return err
		}
	}
}

func (r *Reader) wrong(code string) *fault.Fault {
	line, _ := r.d.InputPos()
	path := ""
	if n := len(r.around); n > 0 {
		path = r.around[n-1].Path()
	}
	return fault.Invalid(code, path).With("path", path).With("line", line).With("offset", r.d.InputOffset())
}

// Wrong is a fault of the content of an element.
func (e *Element) Wrong(code string) *fault.Fault {
	path := e.Path()
	return fault.Invalid(code, path).With("path", path).With("line", e.Line)
}

// Path is where the element stands: Document/BkToCstmrStmt/Stmt.
func (e *Element) Path() string {
	if e.parent == nil {
		return e.Name
	}
	return e.parent.Path() + "/" + e.Name
}

// Attr is an attribute by its name without namespace; empty when there is none.
func (e *Element) Attr(name string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Find is the first element at one of the paths ("Dbtr/Nm"), tried in their order; nil when there is none.
func (e *Element) Find(paths ...string) *Element {
	for _, p := range paths {
		if found := e.find(p); found != nil {
			return found
		}
	}
	return nil
}

func (e *Element) find(path string) *Element {
	if e == nil {
		return nil
	}
	name, rest, more := strings.Cut(path, "/")
	for _, c := range e.Children {
		if c.Name != name {
			continue
		}
		if !more {
			return c
		}
		if found := c.find(rest); found != nil {
			return found
		}
	}
	return nil
}

// All are the elements at a path.
func (e *Element) All(path string) (list []*Element) {
	if e == nil {
		return nil
	}
	name, rest, more := strings.Cut(path, "/")
	for _, c := range e.Children {
		switch {
		case c.Name != name:
		case more:
			list = append(list, c.All(rest)...)
		default:
			list = append(list, c)
		}
	}
	return list
}

// Say is the text at the first of the paths where there is one.
func (e *Element) Say(paths ...string) string {
	for _, p := range paths {
		if found := e.find(p); found != nil && found.Text != "" {
			return found.Text
		}
	}
	return ""
}
