using Bakeoff.Build.Classes;
using Bakeoff.Build.Reporting;

namespace Bakeoff.Build.Requests;

/// <summary>The request of a build: the file that the targets write, <c>key=value</c> a line.</summary>
/// <remarks>Lines before the first <c>model=</c> concern all models; those after one are its metadata.</remarks>
internal sealed record BuildRequest
{
    /// <summary>Full path of the project file.</summary>
    public required string Project { get; init; }

    /// <summary>The property <c>TrainModels</c> as written.</summary>
    public required string Train { get; init; }

    /// <summary>True if a class is generated: for C# only.</summary>
    public required bool WritesClass { get; init; }

    /// <summary>Folder of the models beside the program, with a slash at its end.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The models, in the order of the project.</summary>
    public required IReadOnlyList<ModelRequest> Models { get; init; }

    /// <summary>The rule that <see cref="Train"/> names.</summary>
    public TrainingRule Rule => Enum.Parse<TrainingRule>(Train, ignoreCase: true);

    /// <summary>Reads a request.</summary>
    public static BuildRequest Read(string path)
    {
        var sections = new List<Dictionary<string, string>> { new(StringComparer.Ordinal) };
        foreach (var line in File.ReadLines(path).Where(static line => line.Contains('=', StringComparison.Ordinal)))
        {
            var (key, value) = line.Split('=', 2) is [var k, var v] ? (k, v) : (line, "");
            if (key == "model")
            {
                sections.Add(new Dictionary<string, string>(StringComparer.Ordinal));
            }

            sections[^1][key] = value;
        }

        var project = sections[0];
        return new BuildRequest
        {
            Project = project["project"],
            Train = project["train"],
            WritesClass = project["language"] == "C#",
            OutputFolder = project["output"],
            Models = [.. sections.Skip(1).Select(model => ModelRequest.Read(model["model"], model, project["namespace"]))],
        };
    }

    /// <summary>Everything that is wrong with the project's items and properties, before a file of an experiment is read.</summary>
    public IEnumerable<Finding> Check()
    {
        if (!Enum.GetNames<TrainingRule>().Contains(Train, StringComparer.OrdinalIgnoreCase))
        {
            yield return At($"property TrainModels is '{Train}', expected stale, missing or never.");
        }

        foreach (var model in Models)
        {
            foreach (var problem in Check(model))
            {
                yield return At($"TrainedModel '{model.Yaml}': {problem}");
            }
        }

        var names = Models.GroupBy(static model => model.ClassName, StringComparer.OrdinalIgnoreCase);
        foreach (var same in names.Where(static models => models.Count() > 1))
        {
            yield return At(
                $"two models are called {same.Key}: {string.Join(" and ", same.Select(static model => model.Yaml))}. "
                    + "Give one of them another ClassName.");
        }
    }

    private static IEnumerable<string> Check(ModelRequest model)
    {
        if (!File.Exists(model.Yaml))
        {
            var others = Directory.Exists(Path.GetDirectoryName(model.Yaml)) ? ExperimentsBeside(model.Yaml) : "";
            yield return $"the file does not exist, expected the YAML file of an experiment.{others}";
        }
        else if (model.Root is null)
        {
            yield return $"the file lies in the folder '{Path.GetFileName(Path.GetDirectoryName(model.Yaml))}', expected a folder "
                + "'experiments', beside which the results go. Move it.";
        }

        if (!CSharpName.IsClassName(model.ClassName))
        {
            yield return $"ClassName is '{model.ClassName}', expected a C# name that begins with a capital and is none of "
                + $"{string.Join(", ", CSharpName.Reserved)}. Set it.";
        }

        if (model.Access is not ("internal" or "public"))
        {
            yield return $"Access is '{model.Access}', expected internal or public.";
        }
    }

    private static string ExperimentsBeside(string yaml)
    {
        var names = Directory.EnumerateFiles(Path.GetDirectoryName(yaml)!, "*.yaml")
            .Select(static path => Path.GetFileName(path))
            .Where(static name => !name.EndsWith(".lock.yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return $" There are: {string.Join(", ", names)}.";
    }

    private Finding At(string text) => new(FindingCodes.Project, Project, text);
}
