using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Stamps;

public sealed class PrivilegedEndpointAddressTests
{
    [Theory]
    [InlineData("AzS-ERCS01", "http://azs-ercs01:5985/wsman")]
    [InlineData("AzS-ERCS01:8080", "http://azs-ercs01:8080/wsman")]
    [InlineData("10.0.0.224", "http://10.0.0.224:5985/wsman")]
    [InlineData("fe80::1", "http://[fe80::1]:5985/wsman")]
    [InlineData("https://azs-ercs01", "https://azs-ercs01:5986/wsman")]
    [InlineData("https://azs-ercs01:443", "https://azs-ercs01/wsman")]
    [InlineData("https://[fe80::1]", "https://[fe80::1]:5986/wsman")]
    [InlineData("https://localhost:20011/wsman", "https://localhost:20011/wsman")]
    [InlineData("http://azs-ercs01/other", "http://azs-ercs01:5985/other")]
    public void ParseUrl_Forms_HaveWsManagementsPorts(string text, string url) => PrivilegedEndpointAddress.ParseUrl(text).AbsoluteUri.ShouldBe(url);

    [Theory]
    [InlineData("")]
    [InlineData("ftp://x")]
    [InlineData("https://user:pw@host")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public void ParseUrl_OtherForms_AreRefused(string text) =>
        Should.Throw<CataloguedException>(() => PrivilegedEndpointAddress.ParseUrl(text)).Entry.ShouldBe(ErrorCatalogue.InvalidOption);

    [Fact]
    public void ParseUrl_AnyText_IsAnAddressOrRefused() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            try
            {
                return PrivilegedEndpointAddress.ParseUrl(text.Get).Scheme is "http" or "https" or "ssh";
            }
            catch (CataloguedException)
            {
                return true;
            }
        }).CheckSeeded();

    [Fact]
    public async Task Resolve_EnteredName_BringsItsAddressAndTrust()
    {
        using var folder = new OperatorFolder();
        var book = new StampBook(folder.Data, TimeProvider.System);
        await book.EnterAsync(new StampEntry { Name = "AzS-ERCS01", PrivilegedEndpoint = new Uri("https://localhost:20011/wsman"), TrustedAuthorities = ["pem"] });

        PrivilegedEndpointAddress.Resolve("azs-ercs01", book).Stamp!.TrustedAuthorities.ShouldBe(["pem"]);
        PrivilegedEndpointAddress.Resolve("https://localhost:20011", book).Name.ShouldBe("AzS-ERCS01");
        PrivilegedEndpointAddress.Resolve("AzS-ERCS02", book).Url.ShouldBe(new Uri("http://azs-ercs02:5985/wsman"));
    }
}
