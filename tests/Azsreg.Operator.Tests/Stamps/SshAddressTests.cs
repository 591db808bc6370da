using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Stamps;

public sealed class SshAddressTests
{
    [Theory]
    [InlineData("ssh://root@localhost:20013/PrivilegedEndpoint", "localhost", 20013, "root", "PrivilegedEndpoint")]
    [InlineData("ssh://azs-ercs01", "azs-ercs01", null, null, "powershell")]
    [InlineData("SSH://admin@10.0.0.224/", "10.0.0.224", null, "admin", "powershell")]
    [InlineData("ssh://admin@[fe80::1]:2222", "fe80::1", 2222, "admin", "powershell")]
    [InlineData("ssh://CORP%5Cadmin@host", "host", null, @"CORP\admin", "powershell")]
    [InlineData("ssh://admin%40corp.example@host", "host", null, "admin@corp.example", "powershell")]
    public void ParseUrl_Forms_HaveTheirParts(string text, string host, int? port, string? user, string subsystem)
    {
        var url = PrivilegedEndpointAddress.ParseUrl(text);

        SshAddress.Of(url).ShouldBe(new SshAddress(host, port, user, subsystem));
        PrivilegedEndpointAddress.ParseUrl(url.AbsoluteUri).AbsoluteUri.ShouldBe(url.AbsoluteUri);
    }

    [Theory]
    [InlineData("ssh://")]
    [InlineData("ssh:///PrivilegedEndpoint")]
    [InlineData("ssh://user:hush-hush@host")]
    [InlineData("ssh://-oProxyCommand=x@host")]
    [InlineData("ssh://-oProxyCommand=x/powershell")]
    [InlineData("ssh://user@host/-x")]
    [InlineData("ssh://user@host/a b")]
    [InlineData("ssh://user@host/a%20b")]
    [InlineData("ssh://user@host/a/b")]
    [InlineData("ssh://user@host/a;b")]
    [InlineData("ssh://user@host/%24%28x%29")]
    [InlineData("ssh://user@host?x=1")]
    [InlineData("ssh://user@host:99999")]
    public void ParseUrl_OtherForms_AreRefusedWithoutAPassword(string text)
    {
        var failure = Should.Throw<CataloguedException>(() => PrivilegedEndpointAddress.ParseUrl(text));

        failure.Entry.ShouldBe(ErrorCatalogue.InvalidOption);
        failure.Detail.ShouldNotContain("hush-hush");
    }

    [Fact]
    public void ParseUrl_AnythingBehindTheScheme_IsSafeOnACommandLineOrRefused() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            try
            {
                var address = SshAddress.Of(PrivilegedEndpointAddress.ParseUrl("ssh://" + text.Get));
                string[] words = [address.Host, address.Subsystem, address.User ?? "user"];
                return words.All(word => word.Length > 0 && word[0] != '-' && !word.Any(letter => char.IsWhiteSpace(letter) || letter is ';' or '`' or '(' or '\'' or '"'));
            }
            catch (CataloguedException)
            {
                return true;
            }
        }).CheckSeeded();

    [Fact]
    public async Task Resolve_AddressEnteredUnderAName_BringsItsKeysAlong()
    {
        using var folder = new OperatorFolder();
        var book = new StampBook(folder.Data, TimeProvider.System);
        await book.EnterAsync(new StampEntry
        {
            Name = "Lab", PrivilegedEndpoint = new Uri("ssh://root@lab:2222/PrivilegedEndpoint"), SshKeyFile = "/keys/lab", SshHostKey = "ssh-ed25519 AAAA",
        });

        var address = PrivilegedEndpointAddress.Resolve("ssh://root@lab:2222/PrivilegedEndpoint", book);

        address.IsSsh.ShouldBeTrue();
        address.Name.ShouldBe("Lab");
        address.Stamp!.SshKeyFile.ShouldBe("/keys/lab");
        var known = book.KnownHosts(address.Stamp)!;
        (await File.ReadAllTextAsync(known.Path)).ShouldBe("Lab ssh-ed25519 AAAA\n");
        known.Options().ShouldContain("HostKeyAlias=Lab");
    }
}
