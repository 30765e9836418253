package ubl

import (
	"strings"

	"koprogo/internal/formats/markup"
	"koprogo/internal/kernel/belgium"
)

// enterprises is the register of Belgian enterprises, among those of electronic addresses.
const enterprises = "0208"

// belgian are all registers whose numbers are those of Belgian enterprises: beside it that of VAT and an old one.
var belgian = map[string]bool{enterprises: true, "9925": true, "9956": true}

func party(e *markup.Element) Party {
	if e == nil {
		return Party{}
	}
	endpoint, legal := e.Find("EndpointID"), e.Find("PartyLegalEntity/CompanyID")
	p := Party{Name: e.Say("PartyLegalEntity/RegistrationName"), TradingName: e.Say("PartyName/Name"), Endpoint: e.Say("EndpointID"), EndpointID: endpoint.Attr("schemeID"),
		LegalID: ID{legal.Attr("schemeID"), e.Say("PartyLegalEntity/CompanyID")}, Postcode: e.Say("PostalAddress/PostalZone"), City: e.Say("PostalAddress/CityName"),
		Country: e.Say("PostalAddress/Country/IdentificationCode"), ContactName: e.Say("Contact/Name"), ContactPhone: e.Say("Contact/Telephone"), ContactMail: e.Say("Contact/ElectronicMail")}
	if a := e.Find("PostalAddress"); a != nil {
		var lines []string
		for _, s := range append([]string{a.Say("StreetName"), a.Say("AdditionalStreetName")}, texts(a.All("AddressLine/Line"))...) {
			if s != "" {
				lines = append(lines, s)
			}
		}
		p.Street = strings.Join(lines, ", ")
	}
	for _, id := range e.All("PartyIdentification/ID") {
		p.IDs = append(p.IDs, ID{id.Attr("schemeID"), id.Text})
	}
	for _, tax := range e.All("PartyTaxScheme") {
		if strings.ToUpper(tax.Say("TaxScheme/ID")) == "VAT" && p.VATNumber == "" {
			p.VATNumber = tax.Say("CompanyID")
		}
	}
	if v, err := belgium.ParseVAT(p.VATNumber); err == nil {
		p.VAT = v
	}
	p.KBO = p.enterprise()
	return p
}

// enterprise is the Belgian enterprise number, wherever the document gives it.
func (p Party) enterprise() belgium.KBO {
	candidates := []ID{p.LegalID, {p.EndpointID, p.Endpoint}}
	candidates = append(candidates, p.IDs...)
	for _, c := range candidates {
		if !belgian[c.Scheme] && (c != p.LegalID || c.Scheme != "" || p.Country != "BE") {
			continue
		}
		if kbo, err := belgium.ParseKBO(c.Number); err == nil {
			return kbo
		}
	}
	return p.VAT.KBO()
}

func means(e *markup.Element) Means {
	m := Means{Code: e.Say("PaymentMeansCode"), PaymentID: e.Say("PaymentID"), Account: strings.Join(strings.Fields(e.Say("PayeeFinancialAccount/ID")), ""),
		AccountName: e.Say("PayeeFinancialAccount/Name"), BIC: e.Say("PayeeFinancialAccount/FinancialInstitutionBranch/ID"),
		Mandate: e.Say("PaymentMandate/ID"), Note: e.Say("InstructionNote")}
	if iban, err := belgium.ParseIBAN(m.Account); err == nil {
		m.IBAN = iban
	}
	if ogm, err := belgium.ParseOGM(m.PaymentID); err == nil {
		m.OGM = ogm
	} else if rf, err := belgium.ParseRF(m.PaymentID); err == nil {
		m.RF = rf
	}
	return m
}
