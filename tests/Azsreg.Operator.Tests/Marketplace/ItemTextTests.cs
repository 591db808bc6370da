using Azsreg.Operator.Marketplace;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Marketplace;

public sealed class ItemTextTests
{
    private static readonly string[] Pieces = ["<", ">", "<p>", "</p>", "<script>", "</script>", "<!--", "-->", "<style>", "&lt;", "&#60;", "&#0;", "a", " ", "\n", "\u0007", "\"", "é"];

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("plain words", "plain words")]
    [InlineData("<p>One</p><p>Two  <b>three</b></p>", "One\nTwo three")]
    [InlineData("<ul><li>a<li>b</ul>", "a\nb")]
    [InlineData("a &lt;b&gt; &amp; c", "a <b> & c")]
    [InlineData("a<script>alert(1)</script>b", "a b")]
    [InlineData("a<STYLE type=x>p{}\n</STYLE >b<!-- c\n -->d", "a b d")]
    [InlineData("a\u0007\u001b[31mb", "a[31mb")]
    [InlineData("1 < 2", "1 < 2")]
    public void Plain_PublishersText_IsItsWords(string? html, string? expected) => ItemText.Plain(html)?.Replace("  ", " ", StringComparison.Ordinal).ShouldBe(expected);

    [Fact]
    public void Plain_AnyText_HasNoControlCharactersAndNoEmptyLine() => Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(), html =>
    {
        var text = ItemText.Plain(html)!;
        return text.All(letter => letter == '\n' || !char.IsControl(letter)) && (text.Length == 0 || text.Split('\n').All(line => line.Length > 0));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("https://contoso.example/terms", true)]
    [InlineData(" http://contoso.example ", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("file:///etc/hostname", false)]
    [InlineData("See https://contoso.example", false)]
    [InlineData(null, false)]
    public void IsAddress_Text_IsOneOnlyForTheWeb(string? text, bool expected) => ItemText.IsAddress(text).ShouldBe(expected);
}
