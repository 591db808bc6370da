namespace Azsreg.Protocol;

/// <summary>Something wrong with a bundle.</summary>
/// <param name="Entry">What sort of thing, in the catalogue's words.</param>
/// <param name="Subject">The file or the part of the manifest, as a person finds it.</param>
/// <param name="Detail">This case in a sentence, beginning with the subject.</param>
public sealed record BundleProblem(ErrorEntry Entry, string Subject, string Detail);
