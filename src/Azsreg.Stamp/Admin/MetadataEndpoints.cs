using System.Text.Json;
using System.Text.Json.Nodes;
using Azsreg.ArmServer;
using Azsreg.Stamp.Facts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Admin;

/// <summary><c>/metadata/endpoints</c>: where a client signs in to this stamp's admin ARM, in the three forms clients ask for.</summary>
internal static class MetadataEndpoints
{
    public static void MapMetadata(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metadata/endpoints", Get).AllowAnonymousArm(AdminVersions.Metadata);

    private static IResult Get(ArmRequest request, StampFacts facts, AdminAddress address) => ArmResults.Ok<JsonNode>(request.ApiVersion switch
    {
        "2022-09-01" => Full(facts, address.Url),
        "2019-05-01" => new JsonArray(Full(facts, address.Url)),
        _ => Short(facts, address.Url),
    });

    private static JsonObject Short(StampFacts facts, Uri url) => new JsonObject
    {
        ["galleryEndpoint"] = $"https://adminportal.{facts.ExternalDomainFqdn}:30015/",
        ["graphEndpoint"] = "https://graph.windows.net/",
        ["portalEndpoint"] = $"https://adminportal.{facts.ExternalDomainFqdn}/",
        ["authentication"] = new JsonObject { ["loginEndpoint"] = url.AbsoluteUri, ["audiences"] = new JsonArray(url.AbsoluteUri) },
    };

    private static JsonObject Full(StampFacts facts, Uri url) => new()
    {
        ["portal"] = $"https://adminportal.{facts.ExternalDomainFqdn}/",
        ["authentication"] = new JsonObject
        {
            ["loginEndpoint"] = url.AbsoluteUri,
            ["audiences"] = new JsonArray(url.AbsoluteUri),
            ["tenant"] = facts.AdminTenantId.ToString(),
            ["identityProvider"] = "AAD",
        },
        ["name"] = $"AzureStackAdmin-{facts.Region}",
        ["resourceManager"] = url.AbsoluteUri,
        ["suffixes"] = new JsonObject
        {
            ["storage"] = facts.ExternalDomainFqdn,
            ["keyVaultDns"] = $"adminvault.{facts.ExternalDomainFqdn}",
        },
    };
}
