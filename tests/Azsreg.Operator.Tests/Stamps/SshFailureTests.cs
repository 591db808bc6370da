using Azsreg.Operator.Stamps;

namespace Azsreg.Operator.Tests.Stamps;

/// <summary>What OpenSSH 9.2 says, word by word, and what a person is told of it.</summary>
public sealed class SshFailureTests
{
    private const string Changed = """
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
        Someone could be eavesdropping on you right now (man-in-the-middle attack)!
        It is also possible that a host key has just been changed.
        The fingerprint for the ED25519 key sent by the remote host is
        SHA256:a4Z8mlB8EOcxqO7OmjBVv7LymqabylRQJEF0JvzbUfc.
        Please contact your system administrator.
        Add correct host key in /home/me/T.known_hosts to get rid of this message.
        Offending ED25519 key in /home/me/T.known_hosts:1
        Host key for T has changed and you have requested strict checking.
        Host key verification failed.
        """;

    private static readonly Uri Url = new("ssh://root@localhost:20013/PrivilegedEndpoint");

    [Theory]
    [InlineData(Changed, "AZR4016")]
    [InlineData("No ED25519 host key is known for [localhost]:46787 and you have requested strict checking.\nHost key verification failed.", "AZR4016")]
    [InlineData("root@localhost: Permission denied (publickey).", "AZR4017")]
    [InlineData("Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures", "AZR4017")]
    [InlineData("subsystem request failed on channel 0", "AZR4018")]
    [InlineData("ssh: connect to host localhost port 1: Connection refused", "AZR4001")]
    [InlineData("ssh: Could not resolve hostname nosuchhost.invalid: Name or service not known", "AZR4001")]
    [InlineData("", "AZR4001")]
    public void Of_WhatSshSays_HasItsCode(string said, string code)
    {
        var failure = SshFailure.Of(Url, 255, said, "ssh://root@localhost:20013/PrivilegedEndpoint ended the connection.");

        failure.Entry.Code.ShouldBe(code);
        failure.Detail.ShouldStartWith(Url.AbsoluteUri);
    }

    [Fact]
    public void Of_ChangedHostKey_TellsTheKeyThatWasShownAndSparesTheRest()
    {
        var detail = SshFailure.Of(Url, 255, Changed, "").Detail;

        detail.ShouldContain("SHA256:a4Z8mlB8EOcxqO7OmjBVv7LymqabylRQJEF0JvzbUfc");
        detail.ShouldNotContain("NASTY");
    }

    [Theory]
    [InlineData(126)]
    [InlineData(127)]
    public void Of_ShellThatCouldNotRunTheCommand_SaysWhichLineIsWrong(int exitCode)
    {
        // sshd passes nothing on of what the shell says; the exit code is all there is.
        var failure = SshFailure.Of(Url, exitCode, "", "ssh://root@localhost:20013/PrivilegedEndpoint ended the connection.");

        failure.Entry.Code.ShouldBe("AZR4018");
        failure.Detail.ShouldContain("Subsystem line");
    }

    [Fact]
    public void Of_ServersReport_CountsWhereTheErrorStreamIsSilent() =>
        SshFailure.Of(Url, 6, "", "The peer cannot go on: AZR4019 the stamp is not running").Entry.Code.ShouldBe("AZR4019");

    [Theory]
    [InlineData("root@localhost: Permission denied (publickey,password).", true)]
    [InlineData("No ED25519 host key is known for lab and you have requested strict checking.\nHost key verification failed.", true)]
    [InlineData(Changed, false)]
    [InlineData("ssh: connect to host localhost port 1: Connection refused", false)]
    public void CanBeAnswered_ByAPerson_NeverAChangedKey(string said, bool can) =>
        SshFailure.CanBeAnswered(SshFailure.Of(Url, 255, said, ""), said).ShouldBe(can);
}
