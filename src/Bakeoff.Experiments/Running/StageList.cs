using System.Text;
using System.Text.Json;

namespace Bakeoff.Experiments.Running;

/// <summary>
/// Writes the list of stages for the build tasks, which show each stage by its own name and sentence: <c>build/stages.json</c>.
/// </summary>
public static class StageList
{
    /// <summary>Path of the file in a project.</summary>
    public const string RelativePath = "build/stages.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text: for each stage its name, its sentence, and the stages that it comes directly after.</summary>
    public static string Write()
    {
        var inputs = ExperimentStages.All.ToDictionary(static stage => stage.Name, static stage => stage.Inputs, StringComparer.Ordinal);
        var entries = ExperimentStages.All.Select(stage => new
        {
            stage.Name,
            stage.Description,
            After = stage.Inputs.Where(input => !stage.Inputs.Any(other => other != input && Reaches(inputs, other, input))),
        });
        return JsonSerializer.Serialize(entries, Format) + "\n";
    }

    /// <summary>Brings a project's file up to date.</summary>
    /// <param name="root">Root of the project.</param>
    /// <returns>True if the file was written; false if it was up to date.</returns>
    public static bool Save(string root)
    {
        var path = Path.Combine(root, RelativePath);
        var text = Write();
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return true;
    }

    private static bool Reaches(Dictionary<string, IReadOnlyList<string>> inputs, string from, string to) =>
        inputs[from].Any(input => input == to || Reaches(inputs, input, to));
}
