namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>What stands already is left standing: other stamps' names, a stamp's own registration, somebody's locks.</summary>
[Collection(TwoStamps.Name)]
public sealed class StandingRegistrationTests(TwoStampsWorld world)
{
    [Fact]
    public async Task Set_ProviderNotRegistered_OwnersRunRegistersIt()
    {
        world.ProviderBefore.ShouldBe("NotRegistered");
        (await world.Azure.ProviderStateAsync()).ShouldBe("Registered");
    }

    [Fact]
    public async Task Set_NameBoundToAnotherCloudId_NamesBothAndTheFreeName()
    {
        var error = await world.RefusedAsync("AZR2104", 5, () => world.OnAsync(
            LocalWorld.Stamp, "set", "--billing-model", "PayAsYouUse", "--registration-name", world.RegistrationName));

        var other = world.Registration.Json.GetProperty("stampCloudId").GetString()!;
        error.Detail().ShouldContain($"'{world.RegistrationName}' in azurestack is bound to cloud id {other}; this stamp is ");
        error.Detail().ShouldContain("Nothing was changed.");
        error.WayOut().ShouldContain($"azsreg registration set --stamp {LocalWorld.Stamp} … --registration-name AzureStack-");
        error.WayOut().ShouldNotContain(other);
    }

    [Fact]
    public async Task Set_CloudIdRegisteredUnderAnotherName_NamesItAndBothWaysOut()
    {
        var error = await world.RefusedAsync("AZR2105", 5, () => world.OnAsync(
            TwoStampsWorld.Registered, "set", "--billing-model", "PayAsYouUse", "--registration-name", "Second"));

        error.Detail().ShouldContain($"is registered as '{world.RegistrationName}' in azurestack.");
        error.WayOut().ShouldContain($"azsreg registration set --stamp {TwoStampsWorld.Registered} … --registration-name {world.RegistrationName}");
        error.WayOut().ShouldContain($"azsreg registration remove --stamp {TwoStampsWorld.Registered}");
    }

    [Fact]
    public async Task Set_ReadOnlyLockOfAColleague_NamesItWithItsNotes()
    {
        await world.Azure.PutLockAsync(world.RegistrationId, "audit-freeze", "ReadOnly", "Ask Dana before 1 May.");

        var error = await world.RefusedAsync("AZR2106", 5, () => world.OnAsync(TwoStampsWorld.Registered, "set", "--billing-model", "Development"));

        await world.Azure.DeleteLockAsync(world.RegistrationId, "audit-freeze");
        error.Detail().ShouldContain($"Lock 'audit-freeze' (ReadOnly) keeps '{world.RegistrationName}' from being written");
        error.Detail().ShouldContain("Ask Dana before 1 May.");
        error.WayOut().ShouldContain("Ask its owner to remove the lock");
    }

    [Fact]
    public async Task Remove_LockOfAColleague_LeavesBothLocksAndTheActivation()
    {
        await world.Azure.PutLockAsync(world.RegistrationId, "keep", "CanNotDelete", "Billing closes on Friday.");

        var error = await world.RefusedAsync("AZR2106", 5, () => world.OnAsync(TwoStampsWorld.Registered, "remove"));

        await world.Azure.DeleteLockAsync(world.RegistrationId, "keep");
        error.Detail().ShouldContain($"Lock 'keep' (CanNotDelete) keeps '{world.RegistrationName}' from being removed");
        error.Detail().ShouldContain("Billing closes on Friday.");
    }
}
