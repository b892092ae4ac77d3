namespace Bakeoff.Build.Classes;

/// <summary>A model as its generated class knows it.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Labels">Names of the classes in the order of the probabilities; empty for a model of numbers alone.</param>
/// <param name="Targets">Names of the predicted numbers in the order of the values; empty for a model of classes alone.</param>
internal sealed record ModelClass(string Experiment, IReadOnlyList<string> Labels, IReadOnlyList<string> Targets)
{
    /// <summary>Namespace of the class <c>Models</c> around it; empty for none.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>True if other assemblies see it.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>The question that the experiment asks; empty for none.</summary>
    public required string Question { get; init; }

    /// <summary>Folder of the model, from that of the program; with forward slashes.</summary>
    public required string Folder { get; init; }
}
