using Azsreg.Portal.Marketplace;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Tests.Marketplace;

public sealed class ListQueryTests
{
    private static readonly string[] Pieces = ["q", "kind", "show", "sort", "after", "item", "=", "&", "?", "-", "~", "7", "name", "size", "updates", "%20", "%", "é", " ", "a", "12~a"];

    [Fact]
    public void Read_Address_HasAllThatIsAskedFor()
    {
        var query = Read("?q=%20Word%20press%20&kind=solution&show=updates&sort=-size&after=49~acme.x&item=acme.x-1");

        (query.Text, query.Kind, query.Chip, query.Order, query.Descending).ShouldBe(("Word press", "solution", ItemChip.Updates, ItemOrder.Size, true));
        (query.After, query.Item).ShouldBe(((49, "acme.x"), "acme.x-1"));
        query.Words.ShouldBe(["word", "press"]);
    }

    [Theory]
    [InlineData("?show=7&sort=99")]
    [InlineData("?show=none&sort=--name")]
    [InlineData("?after=~x&sort=")]
    [InlineData("?after=x~y")]
    [InlineData("?after=-1~y")]
    public void Read_WhatCannotBeMeant_IsLeftOut(string address)
    {
        var query = Read(address);

        (query.Chip, query.Order, query.After).ShouldBe((ItemChip.All, ItemOrder.Name, null));
    }

    [Fact]
    public void Href_Chosen_KeepsWhatElseIsAskedForAndBeginsAtTheFirstPage()
    {
        var query = Read("?q=a%26b&kind=solution&after=49~acme.x&item=acme.x-1");

        query.HrefBy(ItemOrder.Size).ShouldBe("/marketplace/add?q=a%26b&kind=solution&sort=size");
        query.HrefOf("b").ShouldBe("/marketplace/add?q=a%26b&kind=solution&item=b");
        query.HrefClosed.ShouldBe("/marketplace/add?q=a%26b&kind=solution");
        query.HrefAfter("99~z").ShouldBe("/marketplace/add?q=a%26b&kind=solution&after=99~z");
    }

    [Fact]
    public void HrefBy_SameOrderAgain_TurnsItRound()
    {
        var once = ListQuery.Of(Read("").HrefBy(ItemOrder.Size), null);

        ListQuery.Of(once.HrefBy(ItemOrder.Size), null).Descending.ShouldBeTrue();
        ListQuery.Of(once.HrefBy(ItemOrder.Name), null).Descending.ShouldBeFalse();
    }

    [Fact]
    public void Read_AnyAddress_MeansTheSameWhenItIsWrittenAndReadAgain() =>
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(pieces => "?" + string.Concat(pieces)).ToArbitrary(), address =>
        {
            var query = Read(address) with { After = null };
            return ListQuery.Of(query.Href, query.Item) == query;
        }).QuickCheckThrowOnFailure();

    private static ListQuery Read(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString(query);
        return ListQuery.Read(http.Request, "/marketplace/add");
    }
}
