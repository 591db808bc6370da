using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

/// <summary>Does an ARM operation whose request passed the pipeline. Failures are thrown as <see cref="Protocol.ArmException"/>.</summary>
public delegate Task<IResult> ArmHandler(ArmRequest request);
