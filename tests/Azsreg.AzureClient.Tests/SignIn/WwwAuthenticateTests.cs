using Azsreg.AzureClient.SignIn;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.AzureClient.Tests.SignIn;

public sealed class WwwAuthenticateTests
{
    private const string Tenant = "72f988aa-0000-4000-8000-000000000001";

    [Theory]
    [InlineData($"Bearer authorization_uri=\"https://login.windows.net/{Tenant}\", error=\"invalid_token\", error_description=\"The access token is missing or invalid.\"")]
    [InlineData($"bearer  error=\"invalid_token\" , authorization_uri=\"https://login.windows.net/{Tenant}/\"")]
    [InlineData($"Bearer authorization_uri=https://localhost:20000/{Tenant}")]
    [InlineData($"Bearer error_description=\"a \\\"quoted\\\", word\", authorization_uri=\"https://l/{Tenant}/oauth2/authorize\"")]
    public void TenantOf_Challenge_IsTheDirectory(string header) => WwwAuthenticate.TenantOf(header).ShouldBe(Tenant);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Basic realm=\"WSMAN\"")]
    [InlineData("BearerX authorization_uri=\"https://l/72f988aa-0000-4000-8000-000000000001\"")]
    [InlineData("Bearer authorization_uri=\"https://l/common\"")]
    [InlineData("Bearer authorization_uri=\"not an address\"")]
    public void TenantOf_NoDirectory_IsNull(string? header) => WwwAuthenticate.TenantOf(header).ShouldBeNull();

    [Fact]
    public void ReadBearer_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text => WwwAuthenticate.ReadBearer("Bearer " + text) is not null).CheckSeeded();

    [Fact]
    public void ReadBearer_AnyQuotedValue_ComesBack() =>
        Prop.ForAll<NonNull<string>>(value =>
        {
            var quoted = value.Get.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            return WwwAuthenticate.ReadBearer($"Bearer a=\"{quoted}\", b=\"2\"") is var read && read["a"] == value.Get && read["b"] == "2";
        }).CheckSeeded();
}
