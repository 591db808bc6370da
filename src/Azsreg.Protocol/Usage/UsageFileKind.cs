using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>What a file of usage is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UsageFileKind>))]
public enum UsageFileKind
{
    /// <summary>Batches, from a stamp to commerce.</summary>
    Batches,

    /// <summary>Commerce's answers to them, back to the stamp.</summary>
    Acknowledgement,
}
