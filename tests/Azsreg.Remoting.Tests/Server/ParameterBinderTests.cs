using Azsreg.Remoting.Server;

namespace Azsreg.Remoting.Tests.Server;

public sealed class ParameterBinderTests
{
    private static readonly ConstrainedCommand Command = new("New-Thing", (_, _) => Task.CompletedTask)
    {
        Parameters =
        [
            new("A", typeof(int)) { Position = 0 },
            new("Before", typeof(string)) { Position = 1, Aliases = ["Bee"] },
            new("Behind", typeof(string)),
            new("Version", typeof(Version)),
            new("Day", typeof(DayOfWeek)),
            new("List", typeof(string[])),
            new("Table", typeof(IReadOnlyDictionary<string, object?>)),
            new("Choice", typeof(string)) { ValidateSet = ["alpha", "beta"] },
            new("Token", typeof(int)) { IsSecret = true },
            ConstrainedParameter.Switch("Force"),
        ],
    };

    private static readonly ConstrainedCommand Strict = new("Set-Strict", (_, _) => Task.CompletedTask)
    {
        Parameters = [new("S", typeof(string)) { IsMandatory = true }, new("T", typeof(string)) { IsMandatory = true }],
    };

    [Theory]
    [InlineData("A", 1)]
    [InlineData("A", "1")]
    [InlineData("-A:", 1)]
    [InlineData("a", 1L)]
    [InlineData("A", 1.0)]
    [InlineData("A", "0x1")]
    public void Bind_IntByName_IsConverted(string name, object value) => Bind((name, value))["A"].ShouldBe(1);

    [Fact]
    public void Bind_CommandLinePairs_ArePairedAsOnACommandLine()
    {
        // { New-Thing -A 1 -Force -Before x } as a genuine client turns it into objects.
        var bound = Bind(("-A", null), (null, 1), ("-Force", null), ("-Before", null), (null, "x"));

        bound["A"].ShouldBe(1);
        bound["Force"].ShouldBe(true);
        bound["Before"].ShouldBe("x");
    }

    [Fact]
    public void Bind_SwitchBeforePositional_DoesNotTakeIt()
    {
        var bound = Bind(("-Force", null), (null, 7));

        bound["Force"].ShouldBe(true);
        bound["A"].ShouldBe(7);
    }

    [Fact]
    public void Bind_SwitchFalse_IsFalse() => Bind(("-Force:", false))["Force"].ShouldBe(false);

    [Fact]
    public void Bind_DeserializedSwitch_IsItsPresence() =>
        Bind(("Force", new RemoteObject("Deserialized.System.Management.Automation.SwitchParameter") { ["IsPresent"] = true }))["Force"].ShouldBe(true);

    [Fact]
    public void Bind_Positional_FillsThePlacesThatAreFree() => Bind(("A", 5), (null, "x"))["Before"].ShouldBe("x");

    [Fact]
    public void Bind_Alias_IsTheParameter() => Bind(("bee", "x"))["Before"].ShouldBe("x");

    [Fact]
    public void Bind_UnambiguousPrefix_IsTheParameter() => Bind(("Bef", "x"))["Before"].ShouldBe("x");

    [Fact]
    public void Bind_OwnPrefixBeforeCommonOne_IsTheOwn() => Bind(("Ver", "1.2.3"))["Version"].ShouldBe(new Version(1, 2, 3));

    [Fact]
    public void Bind_CommonParameters_AreTaken()
    {
        var bound = ParameterBinder.Bind(Command, [new("Verbose", true), new("ErrorAction", "Stop"), new("wa", 0), new("OutVariable", "x")]);

        bound.Common.Verbose.ShouldBeTrue();
        bound.Common.ErrorAction.ShouldBe(ActionPreference.Stop);
        bound.Common.WarningAction.ShouldBe(ActionPreference.SilentlyContinue);
        bound.Bound.ShouldBeEmpty();
    }

    [Fact]
    public void Bind_EnumerationByPrefix_IsTheValue() => Bind(("Day", "tues"))["Day"].ShouldBe(DayOfWeek.Tuesday);

    [Fact]
    public void Bind_ScalarForList_IsAListOfOne() => Bind(("List", 5))["List"].ShouldBe(new[] { "5" });

    [Fact]
    public void Bind_HashTable_IsADictionary() =>
        Bind(("Table", new RemoteObject(["System.Collections.Hashtable"], new OrderedDictionary<object, object?> { ["K"] = 1 })))["Table"]
            .ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["k"].ShouldBe(1);

    [Fact]
    public void Bind_ValueOfASet_TakesTheDeclaredSpelling() => Bind(("Choice", "ALPHA"))["Choice"].ShouldBe("alpha");

    [Fact]
    public void Bind_UnknownParameter_IsNamedParameterNotFound() => Refused(("Nope", 1)).ShouldBe(
        ("NamedParameterNotFound,New-Thing", "A parameter cannot be found that matches parameter name 'Nope'."));

    [Fact]
    public void Bind_TextForInt_IsTheTransformationError() => Refused(("A", "xyz")).ShouldBe((
        "ParameterArgumentTransformationError,New-Thing",
        "Cannot process argument transformation on parameter 'A'. Cannot convert value \"xyz\" to type \"System.Int32\". Error: \"The input string 'xyz' was not in a correct format.\""));

    [Fact]
    public void Bind_SecretThatCannotBeConverted_IsNotRepeated() => Refused(("Token", "hunter2")).Message.ShouldNotContain("hunter2");

    [Fact]
    public void Bind_ValueOutsideASet_IsTheValidationError() => Refused(("Choice", "zz")).ShouldBe((
        "ParameterArgumentValidationError,New-Thing",
        "Cannot validate argument on parameter 'Choice'. The argument \"zz\" does not belong to the set \"alpha,beta\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again."));

    [Fact]
    public void Bind_MissingMandatory_NamesAll() => Refused(Strict).ShouldBe((
        "MissingMandatoryParameter,Set-Strict", "Cannot process command because of one or more missing mandatory parameters: S T."));

    [Fact]
    public void Bind_EmptyMandatory_IsRefused() => Refused(Strict, ("S", ""), ("T", "t")).Id.ShouldBe("ParameterArgumentValidationErrorEmptyStringNotAllowed,Set-Strict");

    [Fact]
    public void Bind_NullMandatory_IsRefused() => Refused(Strict, ("S", null), ("T", "t")).Id.ShouldBe("ParameterArgumentValidationErrorNullNotAllowed,Set-Strict");

    [Fact]
    public void Bind_AmbiguousPrefix_NamesTheMatches() => Refused(("Be", "x")).ShouldBe((
        "AmbiguousParameter,New-Thing",
        "Parameter cannot be processed because the parameter name 'Be' is ambiguous. Possible matches include: -Before -Behind."));

    [Fact]
    public void Bind_GivenTwice_IsRefused() => Refused(("A", 1), ("A", 2)).Id.ShouldBe("ParameterAlreadyBound,New-Thing");

    [Fact]
    public void Bind_NameWithoutValue_IsMissingArgument() => Refused(("-A", null)).ShouldBe((
        "MissingArgument,New-Thing", "Missing an argument for parameter 'A'. Specify a parameter of type 'System.Int32' and try again."));

    [Fact]
    public void Bind_OnePositionalTooMany_IsRefused() => Refused((null, 1), (null, "b"), (null, "c")).ShouldBe((
        "PositionalParameterNotFound,New-Thing", "A positional parameter cannot be found that accepts argument 'c'."));

    private static IReadOnlyDictionary<string, object?> Bind(params (string? Name, object? Value)[] arguments) =>
        ParameterBinder.Bind(Command, [.. arguments.Select(argument => new CommandArgument(argument.Name, argument.Value))]).Bound;

    private static (string Id, string Message) Refused(params (string? Name, object? Value)[] arguments) => Refused(Command, arguments);

    private static (string Id, string Message) Refused(ConstrainedCommand command, params (string? Name, object? Value)[] arguments)
    {
        var error = Should.Throw<CommandFailedException>(() =>
            ParameterBinder.Bind(command, [.. arguments.Select(argument => new CommandArgument(argument.Name, argument.Value))])).Error;
        return (error.FullyQualifiedErrorId, error.Message);
    }
}
