using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Marketplace.Packages;

namespace Azsreg.Cloud.Tests.Marketplace;

public sealed class PackageTests
{
    private static SampleItem WordPress => SampleCatalogue.Find("bitnami.wordpress4-4-4.9.7")!;

    [Fact]
    public void Write_GalleryPackage_IsAZipThatOthersRead()
    {
        var entries = GalleryPackage.Entries(WordPress.Item, SampleContent.Icons(WordPress.Item));
        var bytes = StoredZip.Write(entries);

        bytes.Length.ShouldBe((int)StoredZip.LengthOf(entries));
        // The framework's reader checks every entry's CRC.
        using var zip = new ZipArchive(new MemoryStream(bytes));
        zip.Entries.Select(entry => entry.FullName).ShouldBe(
            [
                "[Content_Types].xml", "manifest.json", "UIDefinition.json", "DeploymentTemplates/DefaultTemplate.json", "strings/resources.resjson",
                "icons/Hero.png", "icons/Large.png", "icons/Wide.png", "icons/Medium.png", "icons/Small.png",
            ]);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(content);
            content.ToArray().ShouldBe(entries.Single(one => one.Name == entry.FullName).Content);
        }
    }

    [Fact]
    public void Entries_Manifest_PointsAtWhatIsThere()
    {
        var entries = GalleryPackage.Entries(WordPress.Item, SampleContent.Icons(WordPress.Item)).ToDictionary(entry => entry.Name, entry => entry.Content);
        var manifest = JsonElement.Parse(entries["manifest.json"]);

        $"{manifest.GetProperty("publisher")}.{manifest.GetProperty("name")}.{manifest.GetProperty("version")}".ShouldBe("bitnami.wordpress4-4.4.9.7");
        manifest.GetProperty("images")[0].GetProperty("items").EnumerateArray().Select(image => image.GetProperty("path").GetString()!)
            .Append(manifest.GetProperty("artifacts")[0].GetProperty("path").GetString()!)
            .Append(manifest.GetProperty("uiDefinition").GetProperty("path").GetString()!)
            .ShouldAllBe(path => entries.ContainsKey(path.Replace('\\', '/')));
        JsonElement.Parse(entries["strings/resources.resjson"]).GetProperty("displayName").GetString().ShouldBe("WordPress");
    }

    [Theory]
    [InlineData("hero", 815, 290)]
    [InlineData("large", 115, 115)]
    [InlineData("wide", 255, 115)]
    [InlineData("medium", 90, 90)]
    [InlineData("small", 40, 40)]
    public void Draw_EachSize_IsAPngWhoseDataInflates(string name, int width, int height)
    {
        var size = IconSize.All.Single(one => one.Name == name);
        var png = PngPicture.Draw(size, "bitnami.wordpress4-4", "bitnami");

        PngPicture.SizeOf(png).ShouldBe((width, height));
        var data = png.AsSpan().IndexOf("IDAT"u8);
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(data - 4));
        // The framework's reader checks the Adler-32 at the end.
        using var zlib = new ZLibStream(new MemoryStream(png, data + 4, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        rows.Length.ShouldBe(height * (1 + ((width + 7) / 8)));
    }

    [Fact]
    public void Make_Footer_IsTheSpecifications()
    {
        var footer = VhdFooter.Make(4 * 1024 * 1024, "disk");

        footer.Length.ShouldBe(512);
        Convert.ToHexStringLower(footer.AsSpan(0, 24)).ShouldBe("636f6e65637469780000000200010000ffffffffffffffff");
        Convert.ToHexStringLower(footer.AsSpan(40, 16)).ShouldBe("00000000004000000000000000400000");
        // 8,192 sectors: 120 cylinders, 4 heads, 17 sectors a track.
        Convert.ToHexStringLower(footer.AsSpan(56, 8)).ShouldBe("0078041100000002");
        VhdFooter.FindProblem(footer, (4 * 1024 * 1024) + 512).ShouldBeNull();
    }

    [Fact]
    public void FindProblem_AnyBitFlipped_IsFound()
    {
        var footer = VhdFooter.Make(1024 * 1024, "disk");
        for (var bit = 0; bit < footer.Length * 8; bit++)
        {
            footer[bit / 8] ^= (byte)(1 << (bit % 8));
            VhdFooter.FindProblem(footer, (1024 * 1024) + 512).ShouldNotBeNull($"bit {bit}");
            footer[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void ToProducts_Sample_HasEveryItemWithALengthOfItsOwnFiles()
    {
        var listed = SampleCatalogue.ToProducts(DateTimeOffset.UnixEpoch);
        listed.Count.ShouldBe(176);
        listed.Min(product => product.PayloadLength).ShouldBeLessThan(64 * 1024);
        listed.Where(product => product.Kind == "virtualMachine").ShouldAllBe(product => product.PayloadLength > (1024 * 1024) + 512);
    }

    [Fact]
    public void Sample_Requirements_CoverEveryIssue()
    {
        var products = SampleCatalogue.ToProducts(DateTimeOffset.UnixEpoch);
        products.SelectMany(product => product.Requirements.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct().ShouldBe(Compatibility.Names, ignoreOrder: true);
        products.ShouldContain(product => product.MinimumStampVersion != null);
        products.ShouldContain(product => product.MaximumStampVersion != null);
    }
}
