using System.Text;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Marketplace.Descriptions;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Cloud.Tests.Marketplace;

public sealed class DescriptionReaderTests
{
    private const string Image =
        """
        {"kind":"virtualMachine","publisher":"contoso","publisherName":"Contoso","offer":"router","sku":"basic","version":"1.0.0","name":"Router",
        "description":"Routes.","operatingSystem":"Linux","osDisk":"os.vhd","dataDisks":[{"lun":1,"file":"data.vhd"}],
        "minimumStampVersion":"1.2108.0.0","requires":["ConnectionToAzureRequired"],"links":[{"displayName":"Home","uri":"https://contoso.example/"}]}
        """;

    [Fact]
    public void Read_WholeDescription_HasEveryField()
    {
        var (item, files) = Read("\uFEFF" + Image, out _)!.Value;
        item.ProductName.ShouldBe("contoso.routerbasic-1.0.0");
        item.GalleryItemIdentity.ShouldBe("contoso.routerbasic.1.0.0");
        item.Kind.ShouldBe(ProductKind.VirtualMachine);
        item.MinimumStampVersion.ShouldBe("1.2108.0.0");
        item.Requires.ShouldBe(["ConnectionToAzureRequired"]);
        item.Links.ShouldBe([new("Home", "https://contoso.example/")]);
        files.OsDisk.ShouldBe("os.vhd");
        files.DataDisks.ShouldBe([(1, "data.vhd")]);
    }

    [Fact]
    public void Read_ManyMistakes_TellsAllOfThem()
    {
        Read(
            """
            {"kind":"disk","publisher":"con toso","publisherName":7,"offer":"router","version":"1-0","name":"","requires":["Money"],
            "minimumStampVersion":"new","links":[{"displayName":"Home","uri":"file:///etc"}],"colour":"red","osDisk":"os.vhd","icons":{"large":"l.png"}}
            """,
            out var problems).ShouldBeNull();
        foreach (var field in (string[])["\"kind\"", "\"publisher\"", "\"publisherName\"", "\"version\"", "\"name\"", "\"description\"", "\"requires\"",
            "\"minimumStampVersion\"", "\"links\"[0].\"uri\"", "\"colour\" is not known here", "\"icons\".\"wide\" is missing"])
        {
            problems.ShouldContain(problem => problem.Contains(field, StringComparison.Ordinal), field);
        }
    }

    [Theory]
    [InlineData("\"lun\":1", "\"lun\":64", "\"dataDisks\"[0].\"lun\" is a whole number from 0 to 63")]
    [InlineData("{\"lun\":1,\"file\":\"data.vhd\"}", "{\"lun\":1,\"file\":\"a\"},{\"lun\":1,\"file\":\"b\"}", "\"dataDisks\" gives a \"lun\" twice")]
    [InlineData("\"name\":\"Router\"", "\"name\":\"Router\",\"name\":\"Other\"", "\"name\" is there twice")]
    [InlineData("\"name\":\"Router\"", "\"name\":\"Rou\\u0000ter\"", "\"name\" is a text of 1 to 200 characters")]
    [InlineData("\"1.2108.0.0\"", "\"1.2108.0.0\",\"maximumStampVersion\":\"1.2008.0.0\"", "\"minimumStampVersion\" is above \"maximumStampVersion\": it would fit no stamp")]
    [InlineData("\"operatingSystem\":\"Linux\",", "", "\"operatingSystem\" is missing")]
    [InlineData("{\"kind\"", "[{\"kind\"", "the description is no JSON: line 3, position 143")]
    public void Read_OneMistake_NamesTheField(string from, string to, string problem)
    {
        Read(Image.Replace(from, to, StringComparison.Ordinal), out var problems).ShouldBeNull();
        problems.ShouldBe([problem]);
    }

    [Fact]
    public void Read_AnyBytes_AreReadOrRefused() => Prop.ForAll<byte[]>(bytes =>
    {
        var problems = new List<string>();
        return DescriptionReader.Read(bytes, problems) is not null == (problems.Count == 0);
    }).CheckSeeded();

    [Fact]
    public void Read_DescriptionWithAByteChanged_IsReadOrRefused()
    {
        var good = Encoding.UTF8.GetBytes(Image);
        Prop.ForAll<int, byte>((at, value) =>
        {
            var bytes = (byte[])good.Clone();
            bytes[(int)((uint)at % bytes.Length)] = value;
            var problems = new List<string>();
            return DescriptionReader.Read(bytes, problems) is not null == (problems.Count == 0);
        }).CheckSeeded(2000);
    }

    [Fact]
    public void Read_DeepNesting_IsRefused()
    {
        Read(string.Concat(Enumerable.Repeat("{\"links\":[", 5000)), out var problems).ShouldBeNull();
        problems.Count.ShouldBe(1);
    }

    private static (ItemDescription Item, ItemFiles Files)? Read(string json, out List<string> problems)
    {
        problems = [];
        return DescriptionReader.Read(Encoding.UTF8.GetBytes(json), problems);
    }
}
