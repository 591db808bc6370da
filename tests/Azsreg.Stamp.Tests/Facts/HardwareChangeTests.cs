using Azsreg.Protocol;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.Tests.Facts;

public sealed class HardwareChangeTests
{
    [Theory]
    [InlineData("a,b", "b,a", null)]
    [InlineData("", "a", null)]
    [InlineData("a,b", "a,b,c", "2 3 1")]
    [InlineData("a,b,c", "a,b", "3 2 0")]
    [InlineData("a,b", "a,c", "2 2 1")]
    public void Between_RegisteredAndPresent_TellsTheDifference(string registered, string present, string? change)
    {
        var found = HardwareChange.Between(Hosts(registered), Hosts(present));

        (found is null ? null : $"{found.Registered} {found.Present} {found.Unlisted}").ShouldBe(change);
    }

    private static HardwareInfo[] Hosts(string uuids) =>
        [.. uuids.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(uuid => new HardwareInfo("n", uuid, 40))];
}
