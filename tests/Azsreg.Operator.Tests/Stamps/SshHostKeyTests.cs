using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Stamps;

public sealed class SshHostKeyTests
{
    // A key made for this test; its private half was thrown away.
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINtrxJPRwcUc1qfFSw2rDar/BpRE00t4dVKYRgPTiADl";
    private const string Other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Theory]
    [InlineData(Key)]
    [InlineData(Key + " root@lab\r\n")]
    [InlineData("# a comment\n\n[lab]:2222,[10.0.0.224]:2222 " + Key + "\n")]
    public void Parse_OneKey_IsTypeAndKey(string text) => SshHostKey.Parse(text).ShouldBe(Key);

    [Theory]
    [InlineData("")]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINtrxJPRwcUc1qfFSw2rDar/BpRE00t4dVKYRgPTiADl")]
    [InlineData("ssh-ed25519 not*base64")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----")]
    [InlineData("lab " + Key + "\nlab2 " + Other)]
    public void Parse_NoneOrSeveral_IsNothing(string text) => SshHostKey.Parse(text).ShouldBeNull();

    [Fact]
    public void Parse_AnyText_IsOneLineOrNothing() =>
        Prop.ForAll<NonNull<string>>(text => SshHostKey.Parse(text.Get) is not { } key || !key.Contains('\n')).CheckSeeded();

    [Fact]
    public void Read_NoSuchFile_SaysWhichOption() =>
        Should.Throw<CataloguedException>(() => SshHostKey.Read("/no/such/host_key.pub")).Detail.ShouldContain("--ssh-host-key '/no/such/host_key.pub'");
}
