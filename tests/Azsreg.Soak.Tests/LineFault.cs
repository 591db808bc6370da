namespace Azsreg.Soak.Tests;

/// <summary>What a line does to a usage batch.</summary>
internal enum LineFault
{
    None,

    /// <summary>It never arrives.</summary>
    CutBefore,

    /// <summary>Half of it arrives.</summary>
    CutWithin,

    /// <summary>It is taken; the answer never arrives.</summary>
    AnswerLost,

    /// <summary>It is taken; half of the answer arrives.</summary>
    AnswerCut,

    /// <summary>It seems lost and arrives seconds later, after its repetition and batches that follow.</summary>
    Overtaken,

    /// <summary>It arrives twice at the same time, at two replicas.</summary>
    Doubled,

    /// <summary>It arrives again seconds later.</summary>
    Repeated,

    /// <summary>It arrives late.</summary>
    Held,
}
