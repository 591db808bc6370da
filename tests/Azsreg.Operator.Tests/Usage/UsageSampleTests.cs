using Azsreg.AzureClient;

namespace Azsreg.Operator.Tests.Usage;

public sealed class UsageSampleTests
{
    private const string Tenant = "5b000000-0000-4000-8000-00000000000b";

    [Theory]
    [InlineData("""{"Microsoft.Resources":{"additionalInfo":{"azureStackSubscriptionId":"5B000000-0000-4000-8000-00000000000B"}}}""")]
    [InlineData("""{"Microsoft.Resources":{"additionalInfo":"{\"azureStackSubscriptionId\":\"5b000000-0000-4000-8000-00000000000b\"}"}}""")]
    public void StampSubscriptionId_InTheBagAsObjectOrText_IsFound(string instanceData) => Row(instanceData).StampSubscriptionId.ShouldBe(Tenant);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"Microsoft.Resources":null}""")]
    [InlineData("""{"Microsoft.Resources":{"tags":"null","additionalInfo":""}}""")]
    [InlineData("""{"Microsoft.Resources":{"additionalInfo":"{"}}""")]
    [InlineData("""{"Microsoft.Resources":{"additionalInfo":{"azureStackSubscriptionId":"x"}}}""")]
    public void StampSubscriptionId_AnythingElse_IsNull(string? instanceData)
    {
        var row = Row(instanceData);

        row.StampSubscriptionId.ShouldBeNull();
        row.Tags.ShouldBeNull();
    }

    private static UsageSample Row(string? instanceData) => new("s", "m", default, default, 1, null, null, null, instanceData);
}
