using Azsreg.Hosting;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Registrations;

public abstract class RegistrationServiceContract(SqlEngine engine)
{
    [Fact]
    public async Task PutAsync_TwoNamesForOneCloudIdAtOnce_ExactlyOneWins()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        var tokens = Enumerable.Range(0, 8).Select(i => (Name: $"name{i}", Token: Tokens.Unsigned().Encode())).ToArray();
        var outcomes = await Task.WhenAll(tokens.Select(async attempt =>
        {
            try
            {
                await bench.PutAsync(attempt.Token, attempt.Name);
                return "won";
            }
            catch (ArmException refused)
            {
                return refused.Error.Code;
            }
        }));
        outcomes.Count(outcome => outcome == "won").ShouldBe(1);
        outcomes.Count(outcome => outcome == "CloudIdAlreadyRegistered").ShouldBe(7);
    }

    [Fact]
    public async Task PutAsync_SameTokenAgain_ChangesNothing()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var key = Tokens.NewKey();
        var token = Tokens.Signed().SignedBy(key);
        var first = await bench.PutAsync(token);
        bench.Clock.Now += TimeSpan.FromHours(1);
        var (second, created) = await bench.Service.PutAsync(RegistrationBench.Id(), new RegistrationChange(token, null), default);
        created.ShouldBeFalse();
        second.Etag.ShouldBe(first.Etag);
        second.UpdatedAt.ShouldBe(first.UpdatedAt);
    }

    [Fact]
    public async Task PutAsync_SameTokenWithLineWraps_IsTheSameRequest()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var key = Tokens.NewKey();
        var token = Tokens.Signed().SignedBy(key);
        var first = await bench.PutAsync(token);
        (await bench.PutAsync("\uFEFF" + token.Insert(76, "\r\n"))).Etag.ShouldBe(first.Etag);
    }

    [Fact]
    public async Task PutAsync_TokenOfADeletedRegistrationUnderAnotherName_IsRefused()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var key = Tokens.NewKey();
        var token = Tokens.Signed().SignedBy(key);
        await bench.PutAsync(token);
        await bench.Service.DeleteAsync(RegistrationBench.Id(), null, default);
        var refused = await bench.RefusedAsync(token, "two");
        refused.Error.Code.ShouldBe("InvalidRegistrationToken");
        refused.Error.Target.ShouldBe("nonce");
        (await bench.PutAsync(token)).Name.ShouldBe("one");
    }

    [Fact]
    public async Task PutAsync_NewKeyWithoutEndorsement_IsRefused()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var former = Tokens.NewKey();
        using var stranger = Tokens.NewKey();
        await bench.PutAsync(Tokens.Signed().SignedBy(former));
        var refused = await bench.RefusedAsync(Tokens.Signed().SignedBy(stranger));
        refused.Error.Code.ShouldBe("InvalidRegistrationToken");
        refused.Error.Target.ShouldBe("publicKey");
    }

    [Fact]
    public async Task PutAsync_NewKeyEndorsedByTheFormer_IsPinnedInItsPlace()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var former = Tokens.NewKey();
        using var next = Tokens.NewKey();
        await bench.PutAsync(Tokens.Signed().SignedBy(former));
        await bench.PutAsync((Tokens.Signed() with { PublicKeyEndorsement = RegistrationTokenCodec.Endorse(former, next) }).SignedBy(next));
        await bench.PutAsync(Tokens.Signed().SignedBy(next));
        (await bench.RefusedAsync(Tokens.Signed().SignedBy(former))).Error.Target.ShouldBe("publicKey");
    }

    [Fact]
    public async Task PutAsync_PinnedKeyAfterDeletion_StillSpeaksForTheStamp()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var key = Tokens.NewKey();
        using var stranger = Tokens.NewKey();
        await bench.PutAsync(Tokens.Signed().SignedBy(key));
        await bench.Service.DeleteAsync(RegistrationBench.Id(), null, default);
        (await bench.RefusedAsync(Tokens.Signed().SignedBy(stranger))).Error.Target.ShouldBe("publicKey");
        (await bench.PutAsync(Tokens.Signed().SignedBy(key), "two")).Name.ShouldBe("two");
    }

    [Fact]
    public async Task PutAsync_UnsignedAfterSigned_IsRefused()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var key = Tokens.NewKey();
        await bench.PutAsync(Tokens.Signed().SignedBy(key));
        (await bench.RefusedAsync(Tokens.Unsigned().Encode())).Error.Target.ShouldBe("signature");
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("3.0")]
    public async Task PutAsync_UnsignedBelowTheLowestVersion_IsRefused(string version)
    {
        await using var bench = await RegistrationBench.CreateAsync(engine, new RegistrationOptions { LowestTokenVersion = "4.0" });
        (await bench.RefusedAsync(Tokens.Unsigned(version: version).Encode())).Error.Target.ShouldBe("version");
    }

    [Theory]
    [InlineData("4.0")]
    [InlineData("6.0")]
    public async Task PutAsync_SignedAtTheLowestVersion_IsAccepted(string version)
    {
        await using var bench = await RegistrationBench.CreateAsync(engine, new RegistrationOptions { LowestTokenVersion = "4.0" });
        using var key = Tokens.NewKey();
        (await bench.PutAsync(Tokens.Signed(version: version).SignedBy(key))).CloudId.ShouldBe(Tokens.CloudId);
    }

    [Fact]
    public async Task PutAsync_AlteredSignedToken_NamesTheSignature()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        using var key = Tokens.NewKey();
        var json = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Tokens.Signed().SignedBy(key)));
        var altered = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json.Replace("Development", "Ruggedized", StringComparison.Ordinal)));
        (await bench.RefusedAsync(altered)).Error.Target.ShouldBe("signature");
    }

    [Fact]
    public async Task PutAsync_CapacityOnAnotherOffer_NamesOfferAndAgreementTogether()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        var refused = await bench.RefusedAsync((Tokens.Unsigned() with { BillingModel = "Capacity" }).Encode());
        refused.StatusCode.ShouldBe(400);
        refused.Error.Details!.Select(detail => detail.Code).ShouldBe(["MissingAgreementNumber", "OfferNotAllowed"], ignoreOrder: true);
    }

    [Fact]
    public async Task PutAsync_PayAsYouUseWithUsageOff_IsRefused()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        var refused = await bench.RefusedAsync((Tokens.Unsigned() with { BillingModel = "PayAsYouUse", UsageReportingEnabled = false }).Encode());
        refused.Error.Code.ShouldBe("UsageReportingRequired");
        refused.Error.Target.ShouldBe("usageReportingEnabled");
    }

    [Fact]
    public async Task PutAsync_CustomWithoutAssetTag_IsRefused()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        (await bench.RefusedAsync((Tokens.Unsigned() with { BillingModel = "Custom" }).Encode())).Error.Code.ShouldBe("MissingMsAssetTag");
    }

    [Fact]
    public async Task PutAsync_RefusedAtTheLastRule_LeavesNothingBehind()
    {
        await using var bench = await RegistrationBench.WithAgreementAsync(engine, "00123", null, TimeSpan.Zero);
        using var key = Tokens.NewKey();
        using var other = Tokens.NewKey();
        var refused = (Tokens.Signed() with { BillingModel = "Capacity", AgreementNumber = "00123" }).SignedBy(key);
        (await bench.RefusedAsync(refused)).Error.Code.ShouldBe("AgreementEnded");
        // Neither the key nor the nonce of the refused token was kept: another key registers first.
        (await bench.PutAsync(Tokens.Signed().SignedBy(other))).Name.ShouldBe("one");
    }

    [Fact]
    public async Task PutAsync_NewBillingModel_KeepsTagsAndCreationAndChangesEtag()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        var first = await bench.PutAsync(Tokens.Unsigned().Encode());
        await bench.Service.PatchAsync(
            RegistrationBench.Id(), new RegistrationChange(null, new Dictionary<string, string> { ["owner"] = "ops" }), default);
        bench.Clock.Now += TimeSpan.FromDays(1);
        var second = await bench.PutAsync((Tokens.Unsigned() with { BillingModel = "PayAsYouUse" }).Encode());
        second.BillingModel.ShouldBe("PayAsYouUse");
        second.Tags["owner"].ShouldBe("ops");
        second.CreatedAt.ShouldBe(first.CreatedAt);
        second.Etag.ShouldNotBe(first.Etag);
    }

    [Theory]
    [InlineData("CanNotDelete", false, true)]
    [InlineData("ReadOnly", true, true)]
    public async Task PutAndDeleteAsync_LockSetAfterTheRequestWasLetIn_CountsInTheTransaction(string level, bool putRefused, bool deleteRefused)
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        await bench.PutAsync(Tokens.Unsigned().Encode());
        // The service itself is asked here, behind the check that a request meets first.
        await bench.Locks.SaveAsync(new ManagementLock($"/subscriptions/{RegistrationBench.SubscriptionId}", "keep", Enum.Parse<LockLevel>(level), null, null));

        (await CodeOfAsync(() => bench.PutAsync((Tokens.Unsigned() with { BillingModel = "PayAsYouUse" }).Encode()))).ShouldBe(putRefused ? "ScopeLocked" : null);
        (await CodeOfAsync(() => bench.Service.DeleteAsync(RegistrationBench.Id(), null, default))).ShouldBe(deleteRefused ? "ScopeLocked" : null);
    }

    private static async Task<string?> CodeOfAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (ArmException refused)
        {
            return refused.Error.Code;
        }
    }

    [Fact]
    public async Task ListAsync_PagesByKey_GivesEachOnceInOrder()
    {
        await using var bench = await RegistrationBench.CreateAsync(engine);
        for (var i = 0; i < 7; i++)
            await bench.PutAsync(Tokens.Unsigned($"cloud-{i}").Encode(), $"name{i}");
        var names = new List<string>();
        string? after = null;
        while (await bench.Store.ListAsync(RegistrationBench.SubscriptionId, "AzureStack", after, 3, default) is { Count: > 0 } rows)
        {
            names.AddRange(rows.Select(row => row.Name));
            after = rows[^1].ResourceKey;
        }

        names.ShouldBe(Enumerable.Range(0, 7).Select(i => $"name{i}"));
    }
}
