using Azsreg.Hosting;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Registrations;

public abstract class CapacityAgreementContract(SqlEngine engine)
{
    private const string Number = "00123";

    [Fact]
    public async Task PutAsync_KnownAgreement_ForcesUsageOffAndEndsWithIt()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, Number, 24, TimeSpan.FromDays(30));

        var record = await bench.PutAsync(Token().Encode());

        record.UsageReporting.ShouldBeFalse();
        record.AgreementNumber.ShouldBe("00123");
        record.ExpiresAt.ShouldBe(bench.Clock.Now.AddDays(30));
    }

    [Fact]
    public async Task PutAsync_UnknownAgreement_IsRefusedByItsNumber()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, Number, null, TimeSpan.FromDays(30));

        var refused = await bench.RefusedAsync((Token() with { AgreementNumber = "123" }).Encode());

        refused.StatusCode.ShouldBe(400);
        (refused.Error.Code, refused.Error.Target).ShouldBe(("AgreementNotFound", "agreementNumber"));
        refused.Error.Message.ShouldContain("The agreement 123 is not known");
    }

    [Fact]
    public async Task PutAsync_AgreementOfAnotherSubscription_IsUnknown()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine, quotaId: SubscriptionOffers.EnterpriseAgreement);
        await bench.Agreements.PutAsync(new CapacityAgreement("8f2a0000-0000-4000-8000-00000000ffff", Number, null, bench.Clock.Now.AddDays(9)));

        (await bench.RefusedAsync(Token().Encode())).Error.Code.ShouldBe("AgreementNotFound");
    }

    [Fact]
    public async Task PutAsync_AgreementEndedAndTooSmall_NamesBoth()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, Number, 23, TimeSpan.Zero);

        var refused = await bench.RefusedAsync(Token().Encode());

        refused.Error.Details!.Select(detail => detail.Code).ShouldBe(["AgreementEnded", "AgreementTooSmall"]);
        refused.Error.Message.ShouldContain("covers 23 physical cores; this stamp has 24.");
    }

    [Fact]
    public async Task PutAsync_SecondStampDoesNotFitBesideTheFirst_IsRefusedAndTheFirstCounts()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, Number, 47, TimeSpan.FromDays(30));
        await bench.PutAsync(Token().Encode());

        var refused = await bench.RefusedAsync((Token() with { CloudId = Tokens.OtherCloudId }).Encode(), "two");

        refused.Error.Code.ShouldBe("AgreementTooSmall");
        refused.Error.Message.ShouldContain("other stamps registered by it have 24");
        // Its own former registration does not count against a stamp.
        (await bench.PutAsync((Token() with { Issuer = "again" }).Encode())).Name.ShouldBe("one");
    }

    [Fact]
    public async Task PutAsync_AgreementWasExtended_EndsLater()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, Number, null, TimeSpan.FromDays(30));
        await bench.PutAsync(Token().Encode());
        await bench.Agreements.PutAsync(new CapacityAgreement(RegistrationBench.SubscriptionId, Number, null, bench.Clock.Now.AddDays(395)));

        var renewed = await bench.PutAsync((Token() with { Issuer = "renewed" }).Encode());

        renewed.ExpiresAt.ShouldBe(bench.Clock.Now.AddDays(395));
    }

    [Fact]
    public async Task PutAsync_RegistrationHasExpired_MustBeDeletedFirst()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, Number, null, TimeSpan.FromDays(30));
        await bench.PutAsync(Token().Encode());
        bench.Clock.Now = bench.Clock.Now.AddDays(31);
        await bench.Agreements.PutAsync(new CapacityAgreement(RegistrationBench.SubscriptionId, "00124", null, bench.Clock.Now.AddDays(365)));
        var renewed = Token() with { AgreementNumber = "00124" };

        var refused = await bench.RefusedAsync(renewed.Encode());
        refused.StatusCode.ShouldBe(409);
        refused.Error.Code.ShouldBe("RegistrationExpired");

        await bench.Service.DeleteAsync(RegistrationBench.Id(), null, default);
        (await bench.PutAsync(renewed.Encode())).AgreementNumber.ShouldBe("00124");
    }

    [Fact]
    public async Task PutAsync_RegistrationHasExpiredAndSoHasTheAgreement_TellsOfTheAgreement()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, Number, null, TimeSpan.FromDays(30));
        await bench.PutAsync(Token().Encode());
        bench.Clock.Now = bench.Clock.Now.AddDays(31);

        // Told to delete the registration first, one would have deleted it for nothing.
        (await bench.RefusedAsync((Token() with { Issuer = "again" }).Encode())).Error.Code.ShouldBe("AgreementEnded");
    }

    private static RegistrationToken Token() => Tokens.Unsigned() with { BillingModel = "Capacity", AgreementNumber = Number };
}
