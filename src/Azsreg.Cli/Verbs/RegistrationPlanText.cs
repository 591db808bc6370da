using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Workflow;

namespace Azsreg.Cli.Verbs;

/// <summary>Shows a plan: one line a thing, its sign first.</summary>
internal static class RegistrationPlanText
{
    public static void Write(CliContext context, WorkflowPlan plan)
    {
        var table = new Table("", "", "");
        foreach (var change in plan.Changes)
        {
            var text = RegistrationIds.Shorten(change.Text);
            table.Add(Sign(change), RegistrationIds.Shorten(change.Subject), change.Kind == ChangeKind.Same ? Cell.Dim(text) : text);
        }

        var lines = new StringWriter();
        table.Write(lines, context.Style);
        // The table's headings are empty here: a plan needs none.
        foreach (var line in lines.ToString().Split(Environment.NewLine).Skip(1).Where(line => line.Length > 0)) context.WriteLine($"  {line}");
        context.WriteLine();
        foreach (var note in plan.Notes)
        {
            foreach (var line in Paragraph.Wrap(note, "")) context.WriteLine(line);
        }
    }

    /// <summary>All there is to say of a run that was to plan only.</summary>
    public static void WriteOnly(CliContext context, WorkflowPlan plan)
    {
        context.WriteLine();
        Write(context, plan);
        context.WriteLine("Nothing was changed.");
    }

    /// <summary>What a person at the prompt reads before the question.</summary>
    public static void WriteBeforeQuestion(CliContext context, WorkflowPlan plan)
    {
        if (!context.Io.IsInteractive || context.IsJson) return;
        context.WriteLine();
        Write(context, plan);
    }

    /// <summary>The same as data.</summary>
    public static object ToObject(WorkflowPlan plan) => new
    {
        plan.ChangesAnything,
        Changes = plan.Changes.Select(change => new { change.Kind, change.Subject, change.Old, change.New }),
        plan.Notes,
    };

    private static Cell Sign(PlannedChange change) => change.Kind switch
    {
        ChangeKind.Add => Cell.Good("+"),
        ChangeKind.Change => Cell.Wait("~"),
        ChangeKind.Remove => Cell.Bad("-"),
        _ => Cell.Dim("="),
    };
}
