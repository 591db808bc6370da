namespace Azsreg.Remoting.Protocol;

/// <summary>States of a pipeline (MS-PSRP §2.2.3.5).</summary>
internal enum PipelineState
{
    NotStarted = 0,
    Running = 1,
    Stopping = 2,
    Stopped = 3,
    Completed = 4,
    Failed = 5,
    Disconnected = 6,
}
