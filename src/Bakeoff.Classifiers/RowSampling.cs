namespace Bakeoff.Classifiers;

/// <summary>Training rows of classes of different size.</summary>
public enum RowSampling
{
    /// <summary>Every row once.</summary>
    None,

    /// <summary>Of each class as many rows as the largest has: those of the others come several times.</summary>
    Over,

    /// <summary>Of each class as many rows as the smallest has, drawn by the seed.</summary>
    Under,

    /// <summary>Of each class as many rows as the largest has: the others get new rows between their own (SMOTE).</summary>
    Smote,
}
