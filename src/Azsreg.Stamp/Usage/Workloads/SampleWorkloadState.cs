namespace Azsreg.Stamp.Usage.Workloads;

/// <summary>Where the sample workload stands.</summary>
/// <param name="Seed">What all of it follows from.</param>
/// <param name="Tenants">How many tenants it has.</param>
/// <param name="FirstHour">The first hour it has usage for, since 1970.</param>
/// <param name="DoneThrough">The last hour that was reported.</param>
/// <param name="IsRunning">True while it goes on hour by hour.</param>
/// <param name="StartedAt">When it was last started.</param>
/// <param name="StoppedAt">When it was stopped; null while it runs.</param>
internal sealed record SampleWorkloadState(int Seed, int Tenants, int FirstHour, int DoneThrough, bool IsRunning, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt);
