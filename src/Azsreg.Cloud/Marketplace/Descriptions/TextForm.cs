using System.Text.RegularExpressions;

namespace Azsreg.Cloud.Marketplace.Descriptions;

/// <summary>A form that a text must have.</summary>
/// <param name="Pattern">The form.</param>
/// <param name="Words">The form for a person, after "of 1 to 60 characters: ".</param>
internal sealed record TextForm(Regex Pattern, string Words);
