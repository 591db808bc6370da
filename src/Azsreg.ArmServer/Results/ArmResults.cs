using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

/// <summary>The answers of ARM operations. The overloads with a <see cref="JsonTypeInfo{T}"/> are for hot paths.</summary>
public static class ArmResults
{
    /// <summary>200 with a body.</summary>
    public static IResult Ok<T>(T body) => Json(200, body);

    /// <summary>200 with a body.</summary>
    public static IResult Ok<T>(T body, JsonTypeInfo<T> type) => new ArmJsonResult<T>(200, body, type);

    /// <summary>200 without a body.</summary>
    public static IResult Ok() => ArmStatusResult.Ok;

    /// <summary>201 with a body.</summary>
    public static IResult Created<T>(T body) => Json(201, body);

    /// <summary>201 with a body.</summary>
    public static IResult Created<T>(T body, JsonTypeInfo<T> type) => new ArmJsonResult<T>(201, body, type);

    /// <summary>201 where a PUT made the resource, 200 where it replaced one.</summary>
    public static IResult Put<T>(bool created, T body) => Json(created ? 201 : 200, body);

    /// <summary>204.</summary>
    public static IResult NoContent() => ArmStatusResult.NoContent;

    /// <summary>404 without a body: the answer to a HEAD.</summary>
    public static IResult Missing() => ArmStatusResult.NotFound;

    /// <summary>Any status with a body.</summary>
    public static IResult Json<T>(int statusCode, T body) =>
        new ArmJsonResult<T>(statusCode, body, (JsonTypeInfo<T>)ArmJson.Options.GetTypeInfo(typeof(T)));
}
