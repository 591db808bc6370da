using Azsreg.AzureClient;
using Azsreg.Portal.Dashboard;
using Azsreg.Protocol;

namespace Azsreg.Portal.Tests.Dashboard;

public sealed class ReadingTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Of_SourceThatFails_TellsWhyInItsCard()
    {
        var reading = await Reading<string>.OfAsync(
            _ => throw new CataloguedException(ErrorCatalogue.StampAdminUnreachable, "nobody answers"), TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);

        reading.Fault!.Entry.ShouldBe(ErrorCatalogue.StampAdminUnreachable);
        reading.IsLate.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_SourceThatTakesLong_IsLateAndLetGo()
    {
        var reading = await Reading<string>.OfAsync(
            async cancellation => { await Task.Delay(Timeout.InfiniteTimeSpan, cancellation); return ""; }, Short, TimeProvider.System, CancellationToken.None);

        reading.IsLate.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_SignInThatEnded_IsThePagesMatter() =>
        await Should.ThrowAsync<SignInException>(() => Reading<string>.OfAsync(
            _ => throw new SignInException(ErrorCatalogue.SignInExpired, "revoked", "invalid_grant"), Short, TimeProvider.System, CancellationToken.None));
}
