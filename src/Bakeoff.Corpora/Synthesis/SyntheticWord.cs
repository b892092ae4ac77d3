namespace Bakeoff.Corpora.Synthesis;

/// <summary>A word between h and d, told apart by its vowel.</summary>
/// <param name="Spelling">The word.</param>
/// <param name="F1Hz">First formant of the vowel.</param>
/// <param name="F2Hz">Second formant.</param>
/// <param name="F3Hz">Third formant.</param>
/// <remarks>Formants: men's averages of G. E. Peterson and H. L. Barney, J. Acoust. Soc. Am. 24 (1952) 175-184, table II.</remarks>
internal sealed record SyntheticWord(string Spelling, double F1Hz, double F2Hz, double F3Hz)
{
    /// <summary>The ten words.</summary>
    public static IReadOnlyList<SyntheticWord> All { get; } =
    [
        new("heed", 270, 2290, 3010),
        new("hid", 390, 1990, 2550),
        new("head", 530, 1840, 2480),
        new("had", 660, 1720, 2410),
        new("hod", 730, 1090, 2440),
        new("hawed", 570, 840, 2410),
        new("hood", 440, 1020, 2240),
        new("whod", 300, 870, 2240),
        new("hud", 640, 1190, 2390),
        new("heard", 490, 1350, 1690),
    ];
}
