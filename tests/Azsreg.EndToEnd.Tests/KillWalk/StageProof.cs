using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>What must be true on both sides when a stage is finished, and that nothing else is there.</summary>
internal static class StageProof
{
    public static async Task ProveAsync(KillWorld world, OperatorMachine machine, Stage stage, JsonElement told)
    {
        if (stage == Stage.Remove)
            await ProveRemovedAsync(world, told);
        else
            await ProveRegisteredAsync(world, machine, stage == Stage.Register ? "PayAsYouUse" : "Development", told);
        machine.UnfinishedJournals.ShouldBeEmpty();
    }

    private static async Task ProveRegisteredAsync(KillWorld world, OperatorMachine machine, string billingModel, JsonElement told)
    {
        told.GetProperty("billingModel").GetString().ShouldBe(billingModel);
        told.GetProperty("activationState").GetString().ShouldBe("Active");
        told.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        told.GetProperty("marketplaceItems").GetInt32().ShouldBeGreaterThanOrEqualTo(40);
        var cloudId = told.GetProperty("stampCloudId").GetString();
        var bridge = told.GetProperty("bridgeObjectId").GetString();

        var status = (await machine.RunAsync("status")).ShouldExitWith(0).Json;
        status.GetProperty("state").GetString().ShouldBe("Registered", status.GetRawText());
        var (azure, stamp) = (status.GetProperty("azure"), status.GetProperty("stampSide"));
        azure.GetProperty("registrationId").GetString().ShouldBe(told.GetProperty("registrationId").GetString());
        azure.GetProperty("billingModel").GetString().ShouldBe(billingModel);
        azure.GetProperty("locked").GetBoolean().ShouldBeTrue();
        azure.GetProperty("bridgeHasRole").GetBoolean().ShouldBeTrue();
        stamp.GetProperty("activationState").GetString().ShouldBe("Active");
        stamp.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        stamp.GetProperty("billingModel").GetString().ShouldBe(billingModel);

        // The whole list: a second registration, application or assignment left by the killed run would stand here as well.
        (await world.Azure.ListAsync()).ShouldBe(
        [
            "group azurestack",
            $"registration AzureStack-{cloudId} of {cloudId}",
            "lock RegistrationResourceLock CanNotDelete",
            $"role for {bridge}",
            $"application AzureStackBridge-{cloudId}",
            $"principal AzureStackBridge-{cloudId} {bridge}",
        ]);
    }

    private static async Task ProveRemovedAsync(KillWorld world, JsonElement told)
    {
        told.GetProperty("activationState").GetString().ShouldBe("NotActivated");
        told.GetProperty("activationRequiredAlert").GetString().ShouldBe("Active");
        (await world.Azure.ListAsync()).ShouldBeEmpty();
    }
}
