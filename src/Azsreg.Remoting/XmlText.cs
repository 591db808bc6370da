namespace Azsreg.Remoting;

/// <summary>An XML document as text (MS-PSRP §2.2.5.1.19), carried without being parsed.</summary>
/// <param name="Text">The document's source.</param>
public sealed record XmlText(string Text);
