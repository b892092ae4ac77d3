using System.Globalization;
using Bakeoff.Corpora;

namespace Bakeoff.Testing;

/// <summary>Made-up clips for split tests.</summary>
internal static class ClipSet
{
    /// <summary>Every speaker says every text in every label, once or more often.</summary>
    public static List<Clip> Crossed(int speakers, int texts, int labels, int takes = 1) =>
    [
        .. from speaker in Enumerable.Range(0, speakers)
           from text in Enumerable.Range(0, texts)
           from label in Enumerable.Range(0, labels)
           from take in Enumerable.Range(0, takes)
           select Make($"s{speaker:00}", $"t{text:00}", $"l{label}", take),
    ];

    /// <summary>TESS in small: two speakers, the words, seven labels.</summary>
    public static List<Clip> TwoSpeakers(int texts = 10) => Crossed(2, texts, 7);

    public static Clip Make(string speaker, string text, string label, int take) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{speaker}_{text}_{label}_{take}.wav"),
            label,
            speaker,
            text,
            16000,
            1,
            16000,
            1,
            $"sha-{speaker}-{text}-{label}-{take}");
}
