namespace Bakeoff.Corpora;

/// <summary>What the index does with a recording that cannot be used.</summary>
public enum BadClipAction
{
    /// <summary>Stop and name every such clip.</summary>
    Fail,

    /// <summary>Go on without it and name it in the report.</summary>
    Skip,
}
