using System.Globalization;
using Bakeoff.Reports.Graphics;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Graphics;

public sealed class EmotionColoursTests
{
    private static readonly string[] Emotions = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise", "calm", "boredom"];

    // Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
    private static readonly double[][] Views =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_EmotionsUnderEveryColourVision_StayApart(bool dark)
    {
        var colours = Emotions.Select(name => Linear(EmotionColours.For([name])[name], dark)).ToList();
        foreach (var view in Views)
        {
            var seen = colours.ConvertAll(colour => OkLab(Apply(view, colour)));
            for (var i = 0; i < seen.Count; i++)
            {
                for (var k = 0; k < i; k++)
                {
                    var distance = Math.Sqrt(seen[i].Zip(seen[k], (a, b) => (a - b) * (a - b)).Sum());
                    distance.ShouldBeGreaterThan(0.08, $"{Emotions[i]} and {Emotions[k]}, view {Array.IndexOf(Views, view)}");
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_EveryPaint_StandsOutFromTheGround(bool dark)
    {
        var ground = Luminance(Linear(Theme.Surface, dark));
        foreach (var paint in EmotionColours.All.Concat([Theme.First, Theme.Second, Theme.Third, Theme.Accent, Theme.Axis]))
        {
            var own = Luminance(Linear(paint, dark));
            var contrast = (Math.Max(own, ground) + 0.05) / (Math.Min(own, ground) + 0.05);
            contrast.ShouldBeGreaterThanOrEqualTo(3, paint.Name);
        }
    }

    [Fact]
    public void For_SpellingsOfOneEmotion_HaveOneColour()
    {
        var paints = EmotionColours.For(["ps", "surprise", "surprised", "Surprise", "pleasant_surprised"]);
        paints.Values.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void For_OtherNames_DoNotDependOnTheOrderOfRows() =>
        EmotionColours
            .For(["OAF", "YAF", "sad"])
            .OrderBy(pair => pair.Key)
            .ShouldBe(EmotionColours.For(["sad", "YAF", "OAF"]).OrderBy(pair => pair.Key));

    private static double[] Linear(Paint paint, bool dark)
    {
        var hex = dark ? paint.Dark : paint.Light;
        return
        [
            .. new[] { 1, 3, 5 }
                .Select(at => int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
                .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4)),
        ];
    }

    private static double[] Apply(double[] m, double[] c) =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(row => Math.Clamp((m[3 * row] * c[0]) + (m[(3 * row) + 1] * c[1]) + (m[(3 * row) + 2] * c[2]), 0, 1)),
        ];

    private static double Luminance(double[] c) => (0.2126 * c[0]) + (0.7152 * c[1]) + (0.0722 * c[2]);

    private static double[] OkLab(double[] c)
    {
        var l = Math.Cbrt((0.4122214708 * c[0]) + (0.5363325363 * c[1]) + (0.0514459929 * c[2]));
        var m = Math.Cbrt((0.2119034982 * c[0]) + (0.6806995451 * c[1]) + (0.1073969566 * c[2]));
        var s = Math.Cbrt((0.0883024619 * c[0]) + (0.2817188376 * c[1]) + (0.6299787005 * c[2]));
        return
        [
            (0.2104542553 * l) + (0.793617785 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.428592205 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.808675766 * s),
        ];
    }
}
