namespace Bakeoff.Pipeline.Reasons;

/// <summary>One reason why a stage has to run. <see cref="RerunReasonText"/> puts reasons into words.</summary>
public abstract record RerunReason
{
    private protected RerunReason()
    {
    }
}

/// <summary>A parameter has another value, is new or is gone.</summary>
/// <param name="Key">Dotted key.</param>
/// <param name="Before">Canonical value of the earlier run; null where the key was not set.</param>
/// <param name="Now">Canonical value; null where the key is not set.</param>
public sealed record ParameterChanged(string Key, string? Before, string? Now) : RerunReason;

/// <summary>Code that the stage reaches is not what it was.</summary>
/// <param name="Assembly">Name of the assembly.</param>
public sealed record CodeChanged(string Assembly) : RerunReason;

/// <summary>A package behind the stage's code has another version.</summary>
/// <param name="Package">Name of the package's assembly.</param>
/// <param name="Before">Version in the earlier run.</param>
/// <param name="Now">Version now.</param>
public sealed record PackageChanged(string Package, string Before, string Now) : RerunReason;

/// <summary>The outputs of an input stage are not what they were, and the files that differ are not known.</summary>
/// <param name="Stage">Name of the input stage.</param>
/// <param name="Change">How the input differs.</param>
public sealed record InputStageChanged(string Stage, ItemChange Change) : RerunReason;

/// <summary>Content from outside the store is not what it was, and the files that differ are not known.</summary>
/// <param name="Key">Key of the source in <see cref="Fingerprints.FingerprintContent.Inputs"/>.</param>
/// <param name="Source">Name of the source for people; the key where a source is gone.</param>
/// <param name="Change">How the source differs.</param>
public sealed record SourceChanged(string Key, string Source, ItemChange Change) : RerunReason;

/// <summary>Files of an input stage or of a source are not what they were.</summary>
/// <param name="Input">Name of the input stage or source.</param>
/// <param name="Items">The files that differ, in ordinal order of their names; at least one.</param>
public sealed record InputItemsChanged(string Input, IReadOnlyList<ItemDifference> Items) : RerunReason;

/// <summary>The stored result is damaged.</summary>
/// <param name="Damage">The first damage found, in words.</param>
public sealed record ResultDamaged(string Damage) : RerunReason;

/// <summary>Nothing has changed, but the stored result is gone.</summary>
public sealed record ResultGone : RerunReason;

/// <summary>The stage has not run for this experiment yet.</summary>
public sealed record NotRunYet : RerunReason;

/// <summary>Input stages have to run first.</summary>
/// <param name="Stages">Their names, in the order in which the stage declares them; at least one.</param>
public sealed record WaitingForInputs(IReadOnlyList<string> Stages) : RerunReason;
