using System.Text.Json;
using Bakeoff.Models.Documents;

namespace Bakeoff.Models.Tests.Documents;

public sealed class PredictionDocumentTests
{
    [Fact]
    public void Create_Prediction_SerialisesWithLabelsAsKeys()
    {
        var prediction = new Prediction(
            "clip.wav",
            1.5,
            "sad",
            [0.25f, 0.75f],
            [new WindowPrediction(0, 1, null, []), new WindowPrediction(0.5, 1.5, "sad", [0.5f, 0.5f])]);

        var json = JsonSerializer.Serialize(PredictionDocument.Create(["happy", "sad"], prediction), PredictionDocument.Json);

        json.ShouldBe(
            """
            {
              "clip": "clip.wav",
              "seconds": 1.5,
              "label": "sad",
              "probabilities": {
                "happy": 0.25,
                "sad": 0.75
              },
              "course": [
                {
                  "start": 0,
                  "end": 1,
                  "label": null,
                  "probabilities": {}
                },
                {
                  "start": 0.5,
                  "end": 1.5,
                  "label": "sad",
                  "probabilities": {
                    "happy": 0.5,
                    "sad": 0.5
                  }
                }
              ]
            }
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Create_PredictedNumbers_HaveTheNamesOfTheTargetsAndNoLabel()
    {
        var prediction = new Prediction(
            "clip.wav", 1.5, "", [], [new WindowPrediction(0, 1, null, []), new WindowPrediction(0.5, 1.5, null, []) { Values = [2, 5] }])
        {
            Values = [0.5f, 4],
        };

        var json = JsonSerializer.Serialize(PredictionDocument.Create(["arousal", "valence"], prediction), PredictionDocument.Json);

        json.ShouldBe(
            """
            {
              "clip": "clip.wav",
              "seconds": 1.5,
              "values": {
                "arousal": 0.5,
                "valence": 4
              },
              "course": [
                {
                  "start": 0,
                  "end": 1,
                  "label": null,
                  "values": {}
                },
                {
                  "start": 0.5,
                  "end": 1.5,
                  "label": null,
                  "values": {
                    "arousal": 2,
                    "valence": 5
                  }
                }
              ]
            }
            """.ReplaceLineEndings("\n"));
    }
}
