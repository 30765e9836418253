package markup

import (
	"strings"
	"testing"

	"koprogo/internal/kernel/fault"
)

var small = Limits{Bytes: 1 << 16, Depth: 5, Elements: 20, Text: 100}

// whole reads a document as one element.
func whole(data string, limits Limits) (*Element, error) {
	r, root, err := Open([]byte(data), limits)
	if err != nil {
		return nil, err
	}
	if err := r.Read(root); err != nil {
		return nil, err
	}
	if err := r.End(); err != nil {
		return nil, err
	}
	return root, nil
}

func TestADocumentIsRead(t *testing.T) {
	root, err := whole(`<?xml version="1.0"?><!-- by us --><a xmlns="urn:x" xmlns:y="urn:y"><b n="1"> é &amp; &#233; </b><y:c><d>1</d></y:c><c><d>2</d><e/></c></a> `, small)
	if err != nil || root.Space != "urn:x" || root.Find("b").Text != "é & é" || root.Find("b").Attr("n") != "1" || root.Say("x/y", "c/e", "c/d") != "1" || len(root.All("c/d")) != 2 {
		t.Fatalf("%+v, %v", root, err)
	}
	if root.Find("c/e") == nil || root.Find("nothing").Find("more") != nil || root.Find("nothing").Attr("n") != "" || root.Find("nothing").Say("a") != "" {
		t.Error("what is not there is nothing")
	}
	long := strings.Repeat("it's <b ", 4000)
	if root, err := whole("<a><!-- "+long+" --><b>x</b><![CDATA[y]]></a>", small); err != nil || root.Say("b") != "x" || root.Text != "y" {
		t.Errorf("a long comment: %+v, %v", root, err)
	}
	for encoding, text := range map[string]string{"ISO-8859-1": "\xe9", "iso-8859-15": "\xe9\xa4", "windows-1252": "\xe9\x80", "UTF-8": "é€"} {
		root, err := whole(`<?xml version="1.0" encoding="`+encoding+`"?><a>`+text+`</a>`, small)
		if err != nil || !strings.HasPrefix("é€", root.Text) || root.Text == "" {
			t.Errorf("%s: %+v, %v", encoding, root, err)
		}
	}
	if _, err := whole("\xef\xbb\xbf<a/>", small); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoHonestDocumentIsRefused(t *testing.T) {
	bomb := `<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;">]><a>&m;</a>`
	for _, c := range []struct{ story, data, code string }{
		{"nothing", "", "xml_malformed"},
		{"no XML", "CODA", "xml_malformed"},
		{"cut short", "<a><b>", "xml_malformed"},
		{"two roots", "<a/><b/>", "xml_malformed"},
		{"text after the root", "<a/>x", "xml_malformed"},
		{"ends crossed", "<a><b></a></b>", "xml_malformed"},
		{"bytes that are not UTF-8", "<a>\xe9</a>", "xml_malformed"},
		{"an entity of its own", "<a>&l;</a>", "xml_malformed"},
		{"a billion laughs", bomb, "xml_doctype"},
		{"another file", `<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>`, "xml_doctype"},
		{"an external entity", `<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/">]><a>&x;</a>`, "xml_doctype"},
		{"a doctype inside", `<a><!DOCTYPE b></a>`, "xml_doctype"},
		{"an unknown encoding", `<?xml version="1.0" encoding="utf-7"?><a/>`, "xml_encoding"},
		{"too deep", strings.Repeat("<a>", 6) + strings.Repeat("</a>", 6), "xml_too_deep"},
		{"too many", "<a>" + strings.Repeat("<b/>", 20) + "</a>", "xml_too_many"},
		{"too long a text", "<a>" + strings.Repeat("x", 101) + "</a>", "xml_text_too_long"},
		{"too many attributes", "<a " + strings.Repeat(`b="" `, 30) + "/>", "xml_too_many"},
		{"a tag without end", "<a " + strings.Repeat(`b=">" `, 4000) + "/>", "xml_tag_too_long"},
		{"too large", strings.Repeat(" ", 1<<16) + "<a/>", "xml_too_large"},
	} {
		_, err := whole(c.data, small)
		f := fault.As(err)
		if f == nil || f.Code != c.code || c.code != "xml_too_large" && (f.Args["line"] == nil || f.Args["offset"] == nil || f.Args["path"] == nil) {
			t.Errorf("%s: %v, want %s", c.story, err, c.code)
		}
	}
	_, err := whole("<a>\n<b>\n<c>\n</b></a>", small)
	if f := fault.As(err); f == nil || f.Args["path"] != "a/b/c" || f.Args["line"] != 4 {
		t.Errorf("where: %+v", f)
	}
}

// What is passed over is as bounded as what is read.
func TestSkippingIsBounded(t *testing.T) {
	r, _, err := Open([]byte("<a>"+strings.Repeat("<b><c/></b>", 30)+"</a>"), small)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for {
		e, err := r.Next()
		if err != nil {
			if f := fault.As(err); f == nil || f.Code != "xml_too_many" {
				t.Error(err)
			}
			break
		}
		if e == nil {
			t.Fatal("read to the end")
		}
		n++
		if err := r.Skip(); err != nil {
			if f := fault.As(err); f == nil || f.Code != "xml_too_many" {
				t.Error(err)
			}
			break
		}
	}
	if n == 0 || n > 10 {
		t.Errorf("%d elements", n)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><a b="c"><d>e</d></a>`))
	f.Add([]byte(`<!DOCTYPE a><a/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := whole(string(data), small)
		if (err == nil) == (root == nil) || err != nil && fault.As(err) == nil {
			t.Fatalf("%+v, %v", root, err)
		}
	})
}
