package rest

import (
	"strings"

	"koprogo/internal/kernel/fault"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// The validator's messages become codes of ours: "code" or "code|value", said later in the reader's language.
func init() {
	validation.MsgUnexpectedProperty = "unknown_field"
	validation.MsgExpectedRFC3339DateTime = "instant_expected"
	validation.MsgExpectedRFC1123DateTime = "instant_expected"
	validation.MsgExpectedRFC3339Date = "date_expected"
	validation.MsgExpectedRFC3339Time = "time_expected"
	validation.MsgExpectedRFC5322Email = "email_expected|%v"
	validation.MsgExpectedRFC5890Hostname = "value_refused"
	validation.MsgExpectedRFC2673IPv4 = "value_refused"
	validation.MsgExpectedRFC2373IPv6 = "value_refused"
	validation.MsgExpectedRFCIPAddr = "value_refused"
	validation.MsgExpectedRFC3986URI = "value_refused|%v"
	validation.MsgExpectedRFC4122UUID = "id_expected|%v"
	validation.MsgExpectedRFC6570URITemplate = "value_refused"
	validation.MsgExpectedRFC6901JSONPointer = "value_refused"
	validation.MsgExpectedRFC6901RelativeJSONPointer = "value_refused"
	validation.MsgExpectedRegexp = "value_refused|%v"
	validation.MsgExpectedMatchAtLeastOneSchema = "value_refused"
	validation.MsgExpectedMatchExactlyOneSchema = "value_refused"
	validation.MsgExpectedNotMatchSchema = "value_refused"
	validation.MsgExpectedPropertyNameInObject = "value_refused"
	validation.MsgExpectedBoolean = "boolean_expected"
	validation.MsgExpectedDuration = "value_refused|%v"
	validation.MsgExpectedNumber = "number_expected"
	validation.MsgExpectedInteger = "number_expected"
	validation.MsgExpectedString = "text_expected"
	validation.MsgExpectedBase64String = "value_refused"
	validation.MsgExpectedArray = "list_expected"
	validation.MsgExpectedObject = "object_expected"
	validation.MsgExpectedArrayItemsUnique = "value_repeated"
	validation.MsgExpectedOneOf = "one_of_expected|%s"
	validation.MsgExpectedMinimumNumber = "too_small|%v"
	validation.MsgExpectedExclusiveMinimumNumber = "too_small|%v"
	validation.MsgExpectedMaximumNumber = "too_big|%v"
	validation.MsgExpectedExclusiveMaximumNumber = "too_big|%v"
	validation.MsgExpectedNumberBeMultipleOf = "value_refused|%v"
	validation.MsgExpectedMinLength = "too_short|%d"
	validation.MsgExpectedMaxLength = "too_long|%d"
	validation.MsgExpectedBePattern = "pattern_expected|%s"
	validation.MsgExpectedMatchPattern = "pattern_expected|%s"
	validation.MsgExpectedMinItems = "too_few|%d"
	validation.MsgExpectedMaxItems = "too_many|%d"
	validation.MsgExpectedMinProperties = "too_few|%d"
	validation.MsgExpectedMaxProperties = "too_many|%d"
	validation.MsgExpectedRequiredProperty = "required|%s"
	validation.MsgExpectedDependentRequiredProperty = "required|%s %s"
}

// argNames says under which name a code's value stands in its sentence.
var argNames = map[string]string{
	"too_small": "min", "too_short": "min", "too_few": "min",
	"too_big": "max", "too_long": "max", "too_many": "max",
	"one_of_expected": "values",
}

// validate judges a value by its schema; at is the field's name, empty for a whole document.
func validate(r huma.Registry, s *huma.Schema, at string, v any) error {
	path := huma.NewPathBuffer([]byte{}, 0)
	if at != "" {
		path.Push(at)
	}
	var result huma.ValidateResult
	huma.Validate(r, s, path, huma.ModeWriteToServer, v, &result)
	faults := make([]error, 0, len(result.Errors))
	for _, e := range result.Errors {
		var d *huma.ErrorDetail
		if detailer, ok := e.(huma.ErrorDetailer); ok {
			d = detailer.ErrorDetail()
		} else {
			d = &huma.ErrorDetail{Message: e.Error()}
		}
		faults = append(faults, findingOf(d))
	}
	return fault.Join(faults...)
}

func findingOf(d *huma.ErrorDetail) *fault.Fault {
	code, value, has := strings.Cut(d.Message, "|")
	field := strings.TrimPrefix(d.Location, "body.")
	if code == "required" {
		name, _, _ := strings.Cut(value, " ")
		return fault.Invalid(code, strings.TrimPrefix(field+"."+name, "."))
	}
	f := fault.Invalid(code, field)
	if has && argNames[code] != "" {
		f = f.With(argNames[code], value)
	}
	return f
}
