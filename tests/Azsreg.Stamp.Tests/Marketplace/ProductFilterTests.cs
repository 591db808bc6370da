using Azsreg.Protocol;
using Azsreg.Stamp.Marketplace;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class ProductFilterTests
{
    private const string Names = "bitnami.wordpress-4.9.8\nwordpress certified by bitnami\nbitnami";

    private static readonly ProductProperties Product = new() { DisplayName = "WordPress", PublisherIdentifier = "O'Neill", ProductKind = "virtualMachine" };

    // Pieces of the language, so that the dice meet its inside and not only its door.
    private static readonly string[] Pieces =
    [
        "productKind", "publisherIdentifier", "compatibility/isCompatible", "properties/", "price", " eq ", "eq", " ne ", " and ", " or ", "and", " ", "\t", "'", "''",
        "'virtualMachine'", "'O''Neill'", "true", "false", "(", ")", "\0", "é", "%", "null", "1",
    ];

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("", "  ", true)]
    [InlineData("WordPress", null, true)]
    [InlineData("press bitnami", null, true)]
    [InlineData("press contoso", null, false)]
    [InlineData(null, "productKind eq 'VIRTUALMACHINE'", true)]
    [InlineData(null, "properties/productKind eq 'solution'", false)]
    [InlineData(null, "publisherIdentifier eq 'O''Neill' and compatibility/isCompatible eq true", true)]
    [InlineData(null, "compatibility/isCompatible eq false", false)]
    [InlineData("wordpress", "productKind eq 'solution'", false)]
    public void Matches_SearchAndFilter_DecideTogether(string? search, string? filter, bool expected) =>
        ProductFilter.Parse(search, filter).Matches(Product, Names).ShouldBe(expected);

    [Theory]
    [InlineData("price eq 1")]
    [InlineData("productKind eq virtualMachine")]
    [InlineData("productKind eq 'a' or productKind eq 'b'")]
    [InlineData("productKind ne 'a'")]
    [InlineData("productKind eq 'a")]
    [InlineData("productKind eq 'a' and")]
    [InlineData("(productKind eq 'a')")]
    public void Parse_OtherThanEquality_Is400(string filter) => Refusal(null, filter).ShouldBe("InvalidFilterInQueryString");

    [Theory]
    [InlineData(501, 1)]
    [InlineData(1, 17)]
    public void Parse_SearchOutOfBounds_Is400(int length, int words) =>
        Refusal(string.Join(' ', Enumerable.Repeat(new string('a', length), words)), null).ShouldBe("InvalidSearchInQueryString");

    [Fact]
    public void Parse_AnyText_GivesAFilterOrRefusesIt() => Prop.ForAll<string>(IsJudged).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyPiecesOfTheLanguage_GiveAFilterOrAreRefused() =>
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(), IsJudged).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyValueInQuotes_IsComparedAsItIs() => Prop.ForAll<string?>(value =>
    {
        var text = value ?? "";
        var filter = $"publisherIdentifier eq '{text.Replace("'", "''", StringComparison.Ordinal)}'";
        return filter.Length > 500 || ProductFilter.Parse(null, filter).Matches(Product with { PublisherIdentifier = text }, "");
    }).QuickCheckThrowOnFailure();

    /// <summary>Nested repetition is where an expression for a language becomes slow; the longest text allowed is judged, and by no time limit.</summary>
    [Theory]
    [InlineData("productKind eq '' and ")]
    [InlineData("productKind eq ''''")]
    [InlineData("productKind eq true and\t")]
    [InlineData(" ")]
    public void Parse_RepeatedToTheLimit_IsJudged(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 500 / piece.Length)) + "x";

        IsJudged(text[^Math.Min(text.Length, 500)..]).ShouldBeTrue();
    }

    private static bool IsJudged(string? text)
    {
        try
        {
            ProductFilter.Parse(text, text).Matches(Product, Names);
        }
        catch (ArmException refusal)
        {
            return refusal is { StatusCode: 400, Error.Code: "InvalidFilterInQueryString" or "InvalidSearchInQueryString" };
        }

        return true;
    }

    private static string Refusal(string? search, string? filter)
    {
        var refusal = Should.Throw<ArmException>(() => ProductFilter.Parse(search, filter));
        refusal.StatusCode.ShouldBe(400);
        return refusal.Error.Code;
    }
}
