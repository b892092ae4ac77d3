using System.Text.Json;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Spectre.Console;

namespace Bakeoff.Cli.Output;

/// <summary>Writes where the stages stand, for people and for programs.</summary>
internal static class StatusPrinter
{
    /// <summary>Coloured and wrapped on a terminal; one plain line a stage elsewhere.</summary>
    public static void PrintTable(IReadOnlyList<StageStatus> statuses)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn("stage").NoWrap().PadRight(2)).AddColumn(new TableColumn("state").NoWrap().PadRight(2)).AddColumn("why");
        foreach (var status in statuses)
        {
            var colour = status.State switch { StageState.Done => "green", StageState.Stale => "yellow", _ => "grey" };
            table.AddRow(status.Stage.Name, $"[{colour}]{Word(status.State)}[/]", Markup.Escape(RerunReasonText.Join(status.Reasons)));
        }

        PlainTable.Write(Console.Out, table);
    }

    /// <summary>One line a stage: name, state, then the sentence that a run would print.</summary>
    public static void PrintLines(IReadOnlyList<StageStatus> statuses, TextWriter output)
    {
        foreach (var status in statuses)
        {
            var sentence = status.State == StageState.Done ? StageText.UpToDate(status.Stage) : RerunReasonText.Join(status.Reasons);
            output.WriteLine($"{status.Stage.Name} {Word(status.State)} {sentence}");
        }
    }

    public static void PrintJson(string experiment, IReadOnlyList<StageStatus> statuses, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("experiment", experiment);
            json.WriteStartArray("stages");
            foreach (var status in statuses)
            {
                json.WriteStartObject();
                json.WriteString("stage", status.Stage.Name);
                json.WriteString("state", Word(status.State));
                json.WriteStartArray("reasons");
                foreach (var reason in RerunReasonText.Describe(status.Reasons))
                {
                    json.WriteStringValue(reason);
                }

                json.WriteEndArray();
                json.WriteString("fingerprint", status.Content?.ComputeDigest());
                json.WriteString("folder", status.Entry?.Folder);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string Word(StageState state) => state switch { StageState.Done => "done", StageState.Stale => "stale", _ => "missing" };
}
