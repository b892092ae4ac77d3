using Bakeoff.Options.Schema;

namespace Bakeoff.Experiments.Configuration;

/// <summary>
/// The JSON schema of experiment files, by which editors complete keys, show their meaning and mark mistakes while typing.
/// </summary>
/// <remarks>
/// Generated from the typed options and their doc comments; <c>experiments/experiment.schema.json</c> holds it, and a test keeps it
/// current.
/// </remarks>
public static class ExperimentSchema
{
    /// <summary>Place of the file, relative to the repository's root.</summary>
    public const string RelativePath = "experiments/experiment.schema.json";

    /// <summary>The schema as indented JSON, draft 2020-12.</summary>
    /// <exception cref="FileNotFoundException">The doc comments of an assembly are not beside it.</exception>
    public static string Write() => SchemaWriter.Write(typeof(ExperimentOptions), "Bakeoff experiment", "experiment");

    /// <summary>Writes the schema to its place.</summary>
    /// <param name="repositoryRoot">Folder that holds <c>experiments/</c>.</param>
    /// <returns>True when the file changed.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static bool Save(string repositoryRoot)
    {
        var path = Path.Combine(repositoryRoot, RelativePath);
        var schema = Write();
        if (File.Exists(path) && File.ReadAllText(path) == schema)
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, schema);
        return true;
    }
}
