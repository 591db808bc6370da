using Azsreg.ArmServer;
using Azsreg.Stamp.Access;

namespace Azsreg.Stamp.Admin;

/// <summary>The caller of an admin ARM request as the stamp's services take it.</summary>
internal static class AdminCaller
{
    public static StampCaller Of(ArmRequest request) => Of(request.Caller);

    public static StampCaller Of(ArmCaller caller) => StampCaller.User(caller.ObjectId, caller.ClientName);
}
