using Bakeoff.Build.Classes;

namespace Bakeoff.Build.Requests;

/// <summary>An item <c>TrainedModel</c> with its metadata.</summary>
/// <param name="Yaml">Full path of the experiment's file.</param>
internal sealed record ModelRequest(string Yaml)
{
    /// <summary>Name of the experiment.</summary>
    public string Experiment => Path.GetFileNameWithoutExtension(Yaml);

    /// <summary>Name of the generated class, and of the model's folder. Default: from the file's name.</summary>
    public required string ClassName { get; init; }

    /// <summary>Namespace of the class <c>Models</c> around it. Default: the project's root namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>internal</c> or <c>public</c>. Default internal.</summary>
    public required string Access { get; init; }

    /// <summary>Archive or folder of recordings as written; empty uses those remembered or fetched.</summary>
    public required string Recordings { get; init; }

    /// <summary>Folder that holds the folder <c>experiments</c> of the file; null if it lies in no such folder.</summary>
    public string? Root =>
        Path.GetDirectoryName(Yaml) is { } folder && Path.GetFileName(folder) == "experiments" ? Path.GetDirectoryName(folder) : null;

    /// <summary>Reads an item's lines.</summary>
    /// <param name="yaml">Full path of the file.</param>
    /// <param name="metadata">Metadata that are given; an empty value is none.</param>
    /// <param name="rootNamespace">The project's root namespace.</param>
    public static ModelRequest Read(string yaml, IReadOnlyDictionary<string, string> metadata, string rootNamespace)
    {
        string ValueOf(string key, string otherwise) => metadata.GetValueOrDefault(key) is { Length: > 0 } value ? value : otherwise;
        return new ModelRequest(yaml)
        {
            ClassName = ValueOf("class", CSharpName.From(Path.GetFileNameWithoutExtension(yaml))),
            Namespace = ValueOf("namespace", rootNamespace),
            Access = ValueOf("access", "internal").ToLowerInvariant(),
            Recordings = ValueOf("recordings", ""),
        };
    }
}
