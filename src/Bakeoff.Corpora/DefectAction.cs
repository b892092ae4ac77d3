namespace Bakeoff.Corpora;

/// <summary>What the index does with a file that is known to be wrong.</summary>
public enum DefectAction
{
    /// <summary>Use it: the note says why it is no harm.</summary>
    Keep,

    /// <summary>Leave it out.</summary>
    Exclude,
}
